import { locate } from '../../core/locate.ts';
import type { Step } from '../../core/plan.ts';
import type { Outcome } from '../../core/report.ts';
import { ruleText, sameContent } from '../../core/rule.ts';
import { RetryableError } from '../ports.ts';
import { type Doing, done, lookFor, settled, standingBefore } from './doing.ts';
import { revokeStep } from './revoke.ts';

/**
 * Gives a modified rule the content that it had. It must still read as it was judged: an edit that came later is another
 * change. Where the restore fails and the rule lets in what is forbidden, it is removed.
 *
 * `later`: another rule has that content now, and may lose it to its own repair; the step is to be tried again. With
 * `last` it is not put off any more.
 */
export async function restoreStep(
  { rule: id, to, orRevoke }: Extract<Step, { kind: 'restore' }>,
  doing: Doing,
  last: boolean,
): Promise<'later' | undefined> {
  const { group, report, ports, settle } = doing;
  const over = (outcome: Outcome): undefined => settle(id, outcome) as undefined;
  const live = standingBefore(doing).find((each) => each.id === id);
  const judged = report.rules.find(({ rule }) => rule.id === id)?.rule;
  if (!live || !judged || sameContent(live, to)) return over(settled(doing));
  const place = locate(judged, standingBefore(doing));
  if (place.kind === 'changed') return over({ kind: 'changed', at: ports.now(), now: ruleText(place.rule) });
  if (place.kind === 'uncertain') return over({ kind: 'held', reason: place.reason });

  const failed = async (reason: string): Promise<undefined> => {
    if (!orRevoke) return over({ kind: 'failed', reason });
    // Somebody may have mended the rule meanwhile: what is removed is what stands now.
    await revokeStep([id], { ...doing, before: await ports.readGroup({ id: group }) }, reason);
  };
  const answer = await ports.modify(group, id, to);
  switch (answer.kind) {
    case 'modified': {
      const seen = await lookFor(doing, (standing) => standing.some((each) => each.id === id && sameContent(each, to)));
      return seen ? over(done(doing)) : failed('AWS accepted the change back, yet the rule does not show it');
    }
    case 'gone':
      return over({ kind: 'already-gone', at: ports.now() });
    case 'exists':
      if (!last) return 'later';
      // In a frozen group the other rule is a change too, which its own event undoes; then there is room again.
      if (!orRevoke) throw new RetryableError(`Another rule has the content that ${id} must get back`);
      return failed('another rule with the content that it had stands by now');
    case 'refused':
      return failed(answer.reason);
    default:
      return answer satisfies never;
  }
}
