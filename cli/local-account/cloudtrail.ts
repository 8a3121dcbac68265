import type { EC2ServiceException } from '@aws-sdk/client-ec2';
import type { Account } from './account.ts';
import { requestInDialectA, responseInDialectA } from './dialect-a.ts';
import { requestInDialectB, responseInDialectB } from './dialect-b.ts';
import type { Principal } from './principal.ts';

/** How CloudTrail writes a call: A for the older ones, B for the newer, none for reads, which no rule is sent. */
export type Dialect = 'A' | 'B' | 'none';

/** A CloudTrail record of an EC2 call. */
export type CloudTrailRecord = {
  readonly eventVersion: string;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  /** To the second. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly eventType: string;
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly eventCategory: string;
  readonly tlsDetails: Readonly<Record<string, string>>;
  readonly sessionCredentialFromConsole?: string;
};

/** A call and how it ended. */
export type Call = {
  readonly operation: string;
  readonly dialect: 'A' | 'B';
  readonly principal: Principal;
  readonly input: Readonly<Record<string, unknown>>;
  readonly time: Date;
  readonly requestId: string;
  readonly ended:
    | { readonly kind: 'answered'; readonly output: Readonly<Record<string, unknown>> }
    | { readonly kind: 'failed'; readonly error: EC2ServiceException };
};

/** The record of a call, as CloudTrail writes it. */
export function recordOf(account: Account, call: Call): CloudTrailRecord {
  const { operation, principal, ended, input, requestId } = call;
  const failure =
    ended.kind === 'failed'
      ? {
          errorCode: `${ended.error.$fault === 'server' ? 'Server' : 'Client'}.${ended.error.name}`,
          errorMessage: ended.error.message,
        }
      : {};
  const request = call.dialect === 'A' ? requestInDialectA : requestInDialectB;
  return {
    eventVersion: '1.11',
    userIdentity: structuredClone(principal.identity),
    eventTime: call.time.toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'ec2.amazonaws.com',
    eventName: operation,
    awsRegion: account.region,
    sourceIPAddress: principal.sourceIPAddress,
    userAgent: principal.userAgent,
    ...failure,
    requestParameters: request(operation, input),
    responseElements: ended.kind === 'failed' ? null : response(call, ended.output),
    requestID: requestId,
    eventID: account.ids.uuid(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account.id,
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: `ec2.${account.region}.amazonaws.com`,
    },
    ...(principal.console ? { sessionCredentialFromConsole: 'true' } : {}),
  };
}

const response = ({ dialect, operation, requestId }: Call, output: Readonly<Record<string, unknown>>): unknown =>
  dialect === 'A' ? responseInDialectA(output, requestId) : responseInDialectB(operation, output, requestId);
