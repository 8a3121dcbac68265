import type { JudgedChange } from '../../functions/backtest/judged-change.ts';

/** What other policies make of a change. */
export type Difference = {
  readonly kind: DifferenceKind;
  readonly now: JudgedChange;
  readonly before: JudgedChange;
};

/** How a change may come out otherwise, for people. */
export const DIFFERENCES = {
  newly: 'newly reverted',
  'no-longer': 'no longer reverted',
  otherwise: 'judged otherwise',
} as const;

export type DifferenceKind = keyof typeof DIFFERENCES;

/** How a change comes out under the policies `now`, held against those `before`; undefined where nothing differs. */
export function differenceOf(now: JudgedChange, before: JudgedChange): Difference | undefined {
  if (isReverted(now) !== isReverted(before)) return { kind: isReverted(now) ? 'newly' : 'no-longer', now, before };
  return essence(now) === essence(before) ? undefined : { kind: 'otherwise', now, before };
}

/** Whether a change would be reverted, in whole or in part, once its policies are enforced. */
const isReverted = ({ verdict, remedy }: JudgedChange): boolean => verdict === 'violation' && remedy !== 'notify';

const essence = ({ verdict, policies, offending, remedy, mode }: JudgedChange): string =>
  JSON.stringify([verdict, policies.toSorted(), offending.toSorted(), remedy, mode]);

/** The policies that make the difference. */
export function policiesOf({ kind, now, before }: Difference): readonly string[] {
  const only = (some: readonly string[], others: readonly string[]) => some.filter((each) => !others.includes(each));
  switch (kind) {
    case 'newly':
      return now.policies;
    case 'no-longer':
      return before.policies;
    case 'otherwise': {
      const differing = [...only(now.policies, before.policies), ...only(before.policies, now.policies)];
      return differing.length > 0 ? differing : [...new Set([...now.policies, ...before.policies])];
    }
    default:
      return kind satisfies never;
  }
}

/** What becomes of a change, in a few words: `violation, revoke, audit mode: tcp 22 from 0.0.0.0/0`. */
export function outcomeText({ verdict, remedy, mode, offending }: JudgedChange): string {
  const words = [verdict, ...(remedy ? [remedy] : []), ...(mode ? [`${mode} mode`] : [])].join(', ');
  return offending.length === 0
    ? words
    : `${words}: ${offending.slice(0, 3).join(', ')}${offending.length > 3 ? `, ${offending.length - 3} more` : ''}`;
}
