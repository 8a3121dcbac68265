import { resolve } from 'node:path';
import type { Context } from '../functions/core/context.ts';
import type { AccountId } from '../functions/core/ids.ts';
import type { Policy } from '../functions/core/policy.ts';
import type { Rule } from '../functions/core/rule.ts';
import { compilePolicies } from '../functions/policy-file/compile-policies.ts';
import { context, rule } from '../test/core/arbitraries.ts';
import { ACCOUNT, authorizeRecord, envelope, type Json, type Permission, ruleIdOf } from '../test/records/records.ts';

/** A change: its event, the rules that it added, and the group as it stands after it. */
export type TypicalChange = { readonly record: Json; readonly added: readonly Rule[]; readonly context: Context };

/** A web group as it may stand before a change. */
const BEFORE = [
  rule('tcp', [443, 443], '0.0.0.0/0', ruleIdOf(101)),
  rule('tcp', [443, 443], '::/0', ruleIdOf(102)),
  rule('tcp', [22, 22], '8.8.8.0/24', ruleIdOf(103)),
  rule('tcp', [22, 22], '1.1.1.0/24', ruleIdOf(104)),
  rule('tcp', [0, 65535], '10.0.0.0/8', ruleIdOf(105)),
  rule('tcp', [5432, 5432], 'sg-0aaaaaaaaaaaaaaaa', ruleIdOf(106)),
  rule('icmp', [-1, -1], '10.0.0.0/8', ruleIdOf(107)),
  rule('-1', [-1, -1], 'sg-0123456789abcdef0', ruleIdOf(108)),
];

/** What people and tools do all day; `worst` breaks every shipped policy that covers the group. */
export const typicalChanges = () => ({
  worst: change([0, 65535], ['0.0.0.0/0', '::/0']),
  ssh: change([22, 22], ['0.0.0.0/0']),
  office: change([22, 22], ['8.8.4.0/24']),
  web: change([80, 80], ['0.0.0.0/0', '::/0']),
  group: change([3306, 3306], ['sg-0bbbbbbbbbbbbbbbb']),
});

/** The policies that the project ships. */
export const shipped = (): readonly Policy[] => compilePolicies(resolve(import.meta.dirname, '../policies'));

/** The same in enforce mode. */
export const enforced = (): readonly Policy[] => shipped().map((policy) => ({ ...policy, mode: 'enforce' }));

function change(ports: [number, number], sources: readonly string[]): TypicalChange {
  const added = sources.map((source, at) => rule('tcp', ports, source, ruleIdOf(at + 1)));
  const permission: Permission = {
    protocol: 'tcp',
    from: ports[0],
    to: ports[1],
    ipv4: sources.filter((source) => source.includes('.')),
    ipv6: sources.filter((source) => source.includes(':')),
    groups: sources.filter((source) => source.startsWith('sg-')).map((groupId) => ({ groupId })),
  };
  return {
    record: envelope(authorizeRecord({ permissions: [permission] })),
    added,
    context: context([...BEFORE, ...added], { account: ACCOUNT as AccountId }),
  };
}
