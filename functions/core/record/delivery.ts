import { type AccountId, accountId } from '../ids.ts';
import { digitsOf, type Fields, field, isAbsent, quoted } from './record-fields.ts';

/** The account that the record was delivered to; records before 2015 know only the caller's. */
export function accountOf(record: Fields, envelope: Fields | undefined): AccountId | undefined {
  const places = [
    field(record, 'recipientAccountId'),
    field(envelope, 'account'),
    field(record, 'userIdentity', 'accountId'),
  ];
  return places.map((place) => accountId(digitsOf(place))).find((account) => account !== undefined);
}

/** The region of the call. Any name will do: what AWS calls its next one is not known here. */
export function regionOf(record: Fields, envelope: Fields | undefined): string | undefined {
  const region = field(record, 'awsRegion') ?? field(envelope, 'region');
  return typeof region === 'string' && /^[a-z0-9-]{1,32}$/.test(region) ? region : undefined;
}

/** Why an envelope can't be trusted; EventBridge itself fills in both, so that a mismatch was forged or forwarded. */
export function doubtOf(envelope: Fields | undefined, eventSource: string, account: AccountId): string | undefined {
  const sender = accountId(digitsOf(field(envelope, 'account')));
  if (sender && sender !== account) return `account: the event came from ${sender}, its record from ${account}`;
  const source = field(envelope, 'source');
  const genuine = busSource(eventSource);
  return isAbsent(source) || source === genuine ? undefined : `source: ${quoted(source)} is not "${genuine}"`;
}

/** The source under which EventBridge delivers the records of a service: `aws.ec2`. Nobody else can send one. */
export const busSource = (eventSource: string): string => `aws.${eventSource.slice(0, eventSource.indexOf('.'))}`;
