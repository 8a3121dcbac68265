import type { Policy, Scope } from '../functions/core/policy.ts';
import { context, policy, rule } from '../test/core/arbitraries.ts';
import { shipped } from './typical-changes.ts';
import type { Workload } from './workload.ts';

/** Scopes that leave the group of `context` out, each by another key. */
const ELSEWHERE: readonly Scope[] = [
  { accounts: ['111122223333'] },
  { regions: ['us-*'] },
  { vpcs: ['vpc-0aaaaaaaaaaaaaaaa'] },
  { groups: ['db-*', 'sg-0aaaaaaaaaaaaaaaa'] },
  { tags: { tier: ['db'] } },
  { tags: { tier: ['w*'] }, unless: { tags: { tier: ['web'] } } },
];

const changed = rule('tcp', [0, 1024], '0.0.0.0/0', 'sgr-0000000000000000a');

/** Growing sets of policies for a change of a small group. */
export const policySets = (): readonly Workload[] => [
  {
    name: 'policies beside the shipped, out of scope',
    // Nearly flat: a hundred times the policies for at most five times the time.
    goal: 0.05,
    make: (count) => judgedBy([...shipped(), ...policies(count, (at) => ELSEWHERE[at % ELSEWHERE.length] ?? {})]),
  },
  { name: 'policies, all of them broken', make: (count) => judgedBy(policies(count, () => ({}))) },
];

const judgedBy = (policies: readonly Policy[]) => ({ rule: changed, context: context([changed]), policies });

const policies = (count: number, scope: (at: number) => Scope): Policy[] =>
  Array.from({ length: count }, (_, at) =>
    policy(
      { kind: 'deny', statements: [{ protocols: [6], ports: [[at, at + 10]], sources: [{ kind: 'anywhere' }] }] },
      { id: `policy-${at}`, scope: scope(at) },
    ),
  );
