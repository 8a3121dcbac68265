import type { Policy } from './policy.ts';

/** An act beside the removal of a rule. Each can open something, so the right to it is given only where it is needed. */
export type NeededAct =
  /** Adds rules: the remainder of one that is narrowed, or one that was taken away. */
  | 'authorize'
  /** Gives a rule the content that it had. */
  | 'modify'
  /** Gives a prefix list the entries that it had. */
  | 'restore-list';

const NONE: readonly NeededAct[] = [];

/** The acts that the remedies of some policies may come to. Only enforce mode acts. */
export function neededActs(policies: readonly Policy[]): ReadonlySet<NeededAct> {
  return new Set(policies.filter(({ mode }) => mode === 'enforce').flatMap(actsOf));
}

function actsOf({ ban, remedy }: Policy): readonly NeededAct[] {
  switch (remedy) {
    case 'notify':
    case 'revoke':
      return NONE;
    case 'narrow':
      return ['authorize'];
    case 'restore':
      return restoring(ban.kind);
    default:
      return remedy satisfies never;
  }
}

/** What it takes to restore follows from what can break a policy: see `judge`. An added rule is only ever removed. */
function restoring(ban: Policy['ban']['kind']): readonly NeededAct[] {
  switch (ban) {
    // Broken by a rule that is modified, and by one whose prefix list is.
    case 'deny':
    case 'only':
      return ['modify', 'restore-list'];
    // Broken by a rule that is modified, by one that is taken away, and by one whose prefix list is modified.
    case 'freeze':
      return ['modify', 'authorize', 'restore-list'];
    // Broken by a rule that is taken away, and by one that is modified into another.
    case 'require':
      return ['modify', 'authorize'];
    case 'watch':
      return NONE;
    default:
      return ban satisfies never;
  }
}
