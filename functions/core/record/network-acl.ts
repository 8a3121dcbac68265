import type { Effect } from '../change.ts';
import type { AccountId } from '../ids.ts';
import { isIcmp, type Rule, readTraffic, ruleText } from '../rule.ts';
import { plain, requestOf } from './dialects.ts';
import { type ReadEvent, unclear } from './event-part.ts';
import { isEgress } from './full-rule.ts';
import { readCidrSource } from './ingress-source.ts';
import { trafficAt } from './ingress-traffic.ts';
import { type Entry, field, isAbsent, type Problem, quoted } from './record-fields.ts';
import { resourceText } from './resource-text.ts';

/** Reads CreateNetworkAclEntry. */
export const readNewAclEntry: ReadEvent = (record, { account }) =>
  readEntry(
    record,
    (entry, acl, request) => `network ACL ${acl} got ingress entry ${entry}: ${contentText(request, account)}`,
  );

/** Reads ReplaceNetworkAclEntry; what the entry was is not in the record. */
export const readReplacedAclEntry: ReadEvent = (record, { account }) =>
  readEntry(
    record,
    (entry, acl, request) => `ingress entry ${entry} of network ACL ${acl} became: ${contentText(request, account)}`,
  );

/** Reads DeleteNetworkAclEntry; what the entry was is not in the record. */
export const readDeletedAclEntry: ReadEvent = (record) =>
  readEntry(record, (entry, acl) => `ingress entry ${entry} of network ACL ${acl} was deleted`);

function readEntry(
  record: Parameters<ReadEvent>[0],
  say: (entry: string, acl: string, request: Entry) => string,
): ReturnType<ReadEvent> {
  const { gap, ...request } = requestOf(record);
  if (gap) return unclear({}, gap);
  const egress = isEgress(request, 'egress');
  if (typeof egress === 'object') return unclear({}, egress.problem);
  if (egress) return { ignored: 'it is an egress entry of a network ACL' };
  const number = field(request.fields, 'ruleNumber');
  const entry = typeof number === 'string' && /^\d{1,5}$/.test(number) ? number : quoted(number);
  const detail = say(entry, resourceText(field(request.fields, 'networkAclId')), request);
  return [{ group: {}, effect: { kind: 'watched', what: 'network-acls', detail } satisfies Effect }];
}

/** What an entry does: `allow tcp 22 from 0.0.0.0/0`. */
function contentText(request: Entry, account: AccountId): string {
  const action = field(request.fields, 'ruleAction');
  const rule = readContent(request, account);
  const traffic = 'problem' in rule ? `traffic that can't be read (${rule.problem})` : ruleText(rule);
  return `${action === 'allow' || action === 'deny' ? action : quoted(action)} ${traffic}`;
}

function readContent({ path, fields }: Entry, account: AccountId): Rule | Problem {
  const ipProtocol = field(fields, 'aclProtocol') ?? field(fields, 'protocol');
  const ports = plain(field(fields, 'portRange'));
  const icmp = plain(field(fields, 'icmpTypeCode') ?? field(fields, 'icmp'));
  const known =
    typeof ipProtocol === 'string' || typeof ipProtocol === 'number'
      ? readTraffic({ protocol: String(ipProtocol).slice(0, 80) })
      : undefined;
  const [fromPort, toPort] =
    known && !('problem' in known) && isIcmp(known.protocol)
      ? [field(icmp, 'type'), field(icmp, 'code')]
      : [field(ports, 'from'), field(ports, 'to')];
  const traffic = trafficAt({ path, fields: { ipProtocol, fromPort, toPort } });
  if ('problem' in traffic) return traffic;
  const key = isAbsent(field(fields, 'cidrBlock')) ? 'ipv6CidrBlock' : 'cidrBlock';
  const source = readCidrSource(field(fields, key), `${path}.${key}`, account);
  return 'problem' in source ? source : { ...traffic, source };
}
