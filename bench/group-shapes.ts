import type { Policy } from '../functions/core/policy.ts';
import type { Rule } from '../functions/core/rule.ts';
import { context, policy, rule } from '../test/core/arbitraries.ts';
import { ruleIdOf } from '../test/records/records.ts';
import { shipped } from './typical-changes.ts';
import type { Workload } from './workload.ts';

/** Denies every port, so that all that stands in the group matters; the shipped policies look at a few ports only. */
const EVERY_PORT: readonly Policy[] = [
  policy({ kind: 'deny', statements: [{ protocols: [6], ports: [[0, 65535]], sources: [{ kind: 'anywhere' }] }] }),
];

const OFFICE = rule('tcp', [22, 22], '8.8.8.0/24', ruleIdOf(0));
/** A quarter of the internet, and the upper half (43 % of what is public): open to anywhere only in company. */
const QUARTER = rule('tcp', [0, 65535], '128.0.0.0/2', ruleIdOf(0));
const UPPER_HALF = rule('tcp', [0, 65535], '128.0.0.0/1', ruleIdOf(0));

/** Groups that grow, each in another shape, and a change that is judged in them. */
export const groupShapes = (): readonly Workload[] => [
  shape('rules on one port, an address each', OFFICE, shipped(), (at) => rule('tcp', [22, 22], address(at), idOf(at))),
  shape('rules, a port each', QUARTER, EVERY_PORT, (at) => rule('tcp', [at * 60, at * 60], address(at), idOf(at))),
  shape('rules, IPv4 and IPv6 in turn', QUARTER, EVERY_PORT, (at) =>
    rule('tcp', [at * 60, at * 60 + 90], at % 2 ? `2600:${at.toString(16)}::/32` : address(at), idOf(at)),
  ),
  shape('rules, half of the internet on every third port', QUARTER, EVERY_PORT, (at) =>
    rule('tcp', [at * 60, at * 60 + 20], ['64.0.0.0/2', '16.0.0.0/4', '32.0.0.0/4'][at % 3] ?? '', idOf(at)),
  ),
  shape('rules, ports within ports, half of the internet on all', QUARTER, EVERY_PORT, (at) =>
    rule('tcp', [at, 65535 - at], at === 0 ? '64.0.0.0/2' : slice(at), idOf(at)),
  ),
  shape('rules, ports within ports, never half at once', UPPER_HALF, EVERY_PORT, neverHalf),
  shape('rules, ports within ports, shipped policies', UPPER_HALF, shipped(), neverHalf),
];

/** Half of the internet when all are taken together, and on no port as much: nothing but looking at each can tell. */
function neverHalf(at: number): Rule {
  if (at < 2) return rule('tcp', [at, at], ['64.0.0.0/5', '72.0.0.0/5'][at] ?? '', idOf(at));
  return rule('tcp', [at, 65535 - at], slice(at), idOf(at));
}

function shape(name: string, changed: Rule, policies: readonly Policy[], standing: (at: number) => Rule): Workload {
  return {
    name,
    // Linear, and a little for the sorting, which no such judgement can do without.
    goal: 1.15,
    make: (count) => ({
      rule: changed,
      context: context([changed, ...Array.from({ length: count }, (_, at) => standing(at))]),
      policies,
    }),
  };
}

const idOf = (at: number): string => ruleIdOf(at + 1);

/** One public address of its own for each number up to 65,536. */
const address = (at: number): string => `11.${at >> 8}.${at & 255}.${(at * 7) & 255}/32`;

/** Half of a /16 of its own for each number up to 4,095, all of them between 16.0.0.0 and 32.0.0.0. */
const slice = (at: number): string => `${16 + (at & 15)}.${at >> 4}.0.0/17`;
