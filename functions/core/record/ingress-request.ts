import type { AccountId } from '../ids.ts';
import type { Rule } from '../rule.ts';
import { type ReadSource, readCidrSource, readGroupSource, readListSource } from './ingress-source.ts';
import { descriptionAt, trafficAt } from './ingress-traffic.ts';
import {
  type Entry,
  entriesOf,
  field,
  isAbsent,
  isCut,
  isFields,
  type Problem,
  problem,
  quoted,
} from './record-fields.ts';

/** More rules than a call can add: EC2 allows a group 1,000 at the most, quota raises included. */
export const MAX_RULES = 1000;

/** The collections of sources in a permission, and where each member holds its source (none: in the member itself). */
const SOURCES: Readonly<Record<string, { readonly key?: string; readonly read: ReadSource }>> = {
  ipRanges: { key: 'cidrIp', read: readCidrSource },
  ipv6Ranges: { key: 'cidrIpv6', read: readCidrSource },
  prefixListIds: { key: 'prefixListId', read: readListSource },
  groups: { read: readGroupSource },
};

/** The same for the flat form, where the request itself is the permission. */
const FLAT_SOURCES = ['cidrIp', 'cidrIpv6'] as const;

/** EC2's fixed meaning of the flat form that names a source group. */
const ALL_OF_A_GROUP = [
  { protocol: 6, from: 0, to: 65535 },
  { protocol: 17, from: 0, to: 65535 },
  { protocol: 1, from: -1, to: -1 },
] as const;

/** The rules that a request of AuthorizeSecurityGroupIngress asks for, one for each source, or what is wrong with it. */
export function readRequestRules(request: unknown, account: AccountId): readonly Rule[] | Problem {
  const path = 'requestParameters';
  if (!isFields(request)) return problem(path, `${quoted(request)} says nothing of the rules`);
  if (isCut(request)) return problem(path, 'CloudTrail left out a part of it, as the record was too large');
  const permissions = entriesOf(field(request, 'ipPermissions'), `${path}.ipPermissions`);
  if ('problem' in permissions) return permissions;
  const flat = readFlat({ path, fields: request }, account);
  if ('problem' in flat) return flat;
  const rules = [...flat];
  for (const permission of permissions) {
    const added = readPermission(permission, account, MAX_RULES - rules.length);
    if ('problem' in added) return added;
    rules.push(...added);
  }
  return rules.length > 0 ? rules : problem(path, 'it names no rule');
}

function readPermission(permission: Entry, account: AccountId, room: number): readonly Rule[] | Problem {
  const traffic = trafficAt(permission);
  if ('problem' in traffic) return traffic;
  const rules: Rule[] = [];
  for (const [collection, value] of Object.entries(permission.fields)) {
    const path = `${permission.path}.${collection}`;
    const kind = Object.hasOwn(SOURCES, collection) ? SOURCES[collection] : undefined;
    if (!kind) {
      // A collection that is not known may be a kind of source that this release has never heard of.
      if (typeof value === 'object' && !isAbsent(value)) {
        return problem(permission.path, `${quoted(collection)} is no known kind of source`);
      }
      continue;
    }
    const members = entriesOf(value, path);
    if ('problem' in members) return members;
    if (rules.length + members.length > room) {
      return problem(path, `more rules than ${MAX_RULES}, the most that EC2 allows a group`);
    }
    for (const member of members) {
      const source = kind.key
        ? kind.read(field(member.fields, kind.key), `${member.path}.${kind.key}`, account)
        : kind.read(member.fields, member.path, account);
      if ('problem' in source) return source;
      rules.push({ ...traffic, source, ...descriptionAt(member) });
    }
  }
  return rules.length > 0 ? rules : problem(permission.path, 'the permission has no source');
}

function readFlat(request: Entry, account: AccountId): readonly Rule[] | Problem {
  const given = (key: string): boolean => !isAbsent(field(request.fields, key));
  const cidrs = FLAT_SOURCES.filter(given);
  const wanted = ['ipProtocol', 'fromPort', 'toPort'].find(given);
  const groupKey = ['sourceSecurityGroupName', 'SourceSecurityGroupName'].find(given);
  if (groupKey) {
    const clash = cidrs[0] ?? wanted;
    if (clash) return problem(`${request.path}.${clash}`, `EC2 takes it together with ${groupKey} for no rule`);
    const ownerKey = ['sourceSecurityGroupOwnerId', 'SourceSecurityGroupOwnerId'].find(given) ?? '';
    const reference = { groupName: field(request.fields, groupKey), userId: field(request.fields, ownerKey) };
    const source = readGroupSource(reference, `${request.path}.${groupKey}`, account);
    return 'problem' in source ? source : ALL_OF_A_GROUP.map((traffic) => ({ ...traffic, source }));
  }
  if (cidrs.length === 0) return wanted ? problem(request.path, `${wanted} without any source`) : [];
  const traffic = trafficAt(request);
  if ('problem' in traffic) return traffic;
  const rules: Rule[] = [];
  for (const key of cidrs) {
    const source = readCidrSource(field(request.fields, key), `${request.path}.${key}`, account);
    if ('problem' in source) return source;
    rules.push({ ...traffic, source });
  }
  return rules;
}
