import type { Exemption } from '../../functions/core/exemption.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { exemption, from } from '../core/exemptions.ts';
import type { Dice } from './dice.ts';

/** Who does things in a history: users of the account, by name. */
export const PEOPLE = ['anna', 'bert'] as const;

const LIST = 'pl-0123456789abcdef0';

/** What exemptions excuse: all of a rule, or one part of it. */
const TRAFFIC: readonly Exemption['traffic'][] = [
  [from('tcp', [22, 22], 'anywhere')],
  [from('tcp', [22, 22], '0.0.0.0/1', LIST)],
  [from('tcp', [0, 1024], 'any')],
  [from('tcp', [3389, 3389], 'any'), from('tcp', [8080, 8080], 'any')],
  [from('tcp', [5432, 5432], 'public')],
  [from('tcp', undefined, '8.8.8.0/24')],
  [from('tcp', [5432, 5432], '0.0.0.0/0', LIST)],
  [from('all', undefined, 'any')],
];

/**
 * Hangs exemptions on some of the policies of a history that begins at `start` (epoch milliseconds): for some groups, for
 * some traffic, for one person or all. Some end while the history runs, some begin. Half of all histories have none.
 */
export function exempting(policies: readonly Policy[], dice: Dice, start: number): Policy[] {
  if (dice.chance(0.5)) return [...policies];
  return policies.map((policy) => {
    if (dice.chance(0.2)) return policy;
    const exemptions = Array.from({ length: dice.number(1, 2) }, (_, index) => draw(policy, index, dice, start));
    return { ...policy, exemptions };
  });
}

function draw({ id }: Policy, index: number, dice: Dice, start: number): Exemption {
  const within = () => `${new Date(start + dice.number(0, 200) * 1000).toISOString().slice(0, 19)}Z`;
  const life = dice.one(['long', 'ends', 'ends', 'begins'] as const);
  return exemption(dice.one(TRAFFIC), {
    id: `${id}-${index}`,
    policy: id,
    group: { groups: [dice.one(['web-*', 'db-1', 'frozen-*', '*', '*'])] },
    ...(dice.chance(0.4) && { actors: [`arn:aws:iam::*:user/${dice.one(PEOPLE)}`] }),
    ...(life === 'ends' && { until: within() }),
    ...(life === 'begins' && { from: within() }),
  });
}

/** When the last exemption that ends while a history runs does so, in epoch milliseconds; undefined when none does. */
export function lastEnd(policies: readonly Policy[], start: number): number | undefined {
  const ends = policies.flatMap(({ exemptions = [] }) => exemptions.map(({ until }) => Date.parse(until)));
  const near = ends.filter((end) => end <= start + 300_000);
  return near.length > 0 ? Math.max(...near) : undefined;
}
