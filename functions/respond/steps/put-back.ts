import type { Step } from '../../core/plan.ts';
import { ruleKey } from '../../core/report.ts';
import { sameContent } from '../../core/rule.ts';
import { type Doing, done, lookFor, settled, standingBefore } from './doing.ts';

/** Adds a rule that was taken away, with its description and tags, unless somebody has put it back. */
export async function putBackStep({ rule }: Extract<Step, { kind: 'put-back' }>, doing: Doing): Promise<void> {
  const { group, ports, settle } = doing;
  const key = ruleKey(rule);
  if (standingBefore(doing).some((each) => sameContent(each, rule))) return settle(key, settled(doing));
  const answer = await ports.authorize(group, [rule]);
  switch (answer.kind) {
    case 'authorized':
    case 'exists': {
      const seen = await lookFor(doing, (standing) => standing.some((each) => sameContent(each, rule)));
      if (!seen) return settle(key, { kind: 'failed', reason: 'AWS accepted the rule, yet it does not stand' });
      return settle(key, answer.kind === 'authorized' ? done(doing) : settled(doing));
    }
    case 'full':
      return settle(key, { kind: 'failed', reason: "the group's quota of rules has no room for it" });
    case 'gone':
      return settle(key, { kind: 'failed', reason: 'the group is gone' });
    case 'refused':
      return settle(key, { kind: 'failed', reason: answer.reason });
    default:
      return answer satisfies never;
  }
}
