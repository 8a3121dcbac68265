import { locate } from '../../core/locate.ts';
import type { Step } from '../../core/plan.ts';
import { type Rule, sameContent } from '../../core/rule.ts';
import { type Doing, standingBefore } from './doing.ts';
import { revokeStep } from './revoke.ts';

/**
 * Puts rules for what was within policy beside a rule, then removes it, so that nothing that is right is cut for a
 * moment. Where they can't be had, the rule goes all the same, and the outcome says why.
 */
export async function narrowStep({ rule, remainder }: Extract<Step, { kind: 'narrow' }>, doing: Doing): Promise<void> {
  const judged = doing.report.rules.find((each) => each.rule.id === rule)?.rule;
  // A rule that is gone or was changed since gives way to nothing: rules in its place would open what nobody asked for.
  const stands = judged !== undefined && locate(judged, standingBefore(doing)).kind === 'standing';
  const instead = stands ? await place(remainder, standingBefore(doing), doing) : undefined;
  await revokeStep([rule], doing, instead);
}

/** Adds the rules that do not stand yet; the reason when they can't be added. */
async function place(
  remainder: readonly Rule[],
  standing: readonly Rule[],
  doing: Doing,
  again = true,
): Promise<string | undefined> {
  const { group, ports } = doing;
  const missing = remainder.filter((piece) => !standing.some((each) => sameContent(each, piece)));
  if (missing.length === 0) return undefined;
  const answer = await ports.authorize(group, missing);
  switch (answer.kind) {
    case 'authorized':
      return undefined;
    case 'exists': {
      // Somebody added one of them meanwhile, and EC2 then adds none: look, and add the others.
      const reading = await ports.readGroup({ id: group });
      if (again && reading.kind === 'found') return place(remainder, reading.standing, doing, false);
      return 'rules for what was within policy could not be added beside those that stand';
    }
    case 'full':
      return "the group's quota has no room for the rules of what was within policy";
    case 'gone':
      return undefined;
    case 'refused':
      return answer.reason;
    default:
      return answer satisfies never;
  }
}
