import type { Exemption } from '../functions/core/exemption.ts';
import { context, policy, rule } from '../test/core/arbitraries.ts';
import { exemption, from, NOW } from '../test/core/exemptions.ts';
import type { Workload } from './workload.ts';

const changed = rule('tcp', [0, 65535], '0.0.0.0/0', 'sgr-0000000000000000a');

/** Growing sets of exemptions from one policy that a change breaks. */
export const exemptionSets = (): readonly Workload[] => [
  {
    name: 'exemptions of other groups',
    // Far below linear: a hundred times the exemptions for at most twenty times the time.
    goal: 0.2,
    make: (count) => exempting(count, (at) => ({ group: { groups: [`db-${at}-*`] } })),
  },
  // Each takes a hole out of what offends, which is then told piece by piece.
  { name: 'exemptions, a port each', goal: 1.15, make: (count) => exempting(count, () => ({})) },
  { name: 'exemptions that have ended', goal: 1.15, make: (count) => exempting(count, () => ({ until: NOW })) },
];

const exempting = (count: number, more: (at: number) => Partial<Exemption>) => ({
  rule: changed,
  context: context([changed], { at: NOW }),
  policies: [
    policy(
      { kind: 'deny', statements: [from('tcp', undefined, 'anywhere')] },
      {
        exemptions: Array.from({ length: count }, (_, at) =>
          exemption([from('tcp', [at * 20, at * 20], 'any')], { id: `exemption-${at}`, ...more(at) }),
        ),
      },
    ),
  ],
});
