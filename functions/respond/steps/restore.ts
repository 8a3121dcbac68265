import { locate } from '../../core/locate.ts';
import type { Step } from '../../core/plan.ts';
import { sameContent } from '../../core/rule.ts';
import { type Doing, done, lookFor, settled, standingBefore } from './doing.ts';
import { revokeStep } from './revoke.ts';

/**
 * Gives a modified rule the content that it had. It must still read as it was judged: an edit that came later is another
 * change. Where the restore fails and the rule lets in what is forbidden, it is removed.
 */
export async function restoreStep(
  { rule: id, to, orRevoke }: Extract<Step, { kind: 'restore' }>,
  doing: Doing,
): Promise<void> {
  const { group, report, ports, settle } = doing;
  const live = standingBefore(doing).find((each) => each.id === id);
  const judged = report.rules.find(({ rule }) => rule.id === id)?.rule;
  if (!live || !judged || sameContent(live, to)) return settle(id, settled(doing));
  const place = locate(judged, standingBefore(doing));
  if (place.kind === 'uncertain') return settle(id, { kind: 'held', reason: place.reason });

  const failed = async (reason: string) =>
    orRevoke ? revokeStep([id], doing, reason) : settle(id, { kind: 'failed', reason });
  const answer = await ports.modify(group, id, to);
  switch (answer.kind) {
    case 'modified': {
      const seen = await lookFor(doing, (standing) => standing.some((each) => each.id === id && sameContent(each, to)));
      return seen ? settle(id, done(doing)) : failed('AWS accepted the change back, yet the rule does not show it');
    }
    case 'gone':
      return settle(id, { kind: 'already-gone', at: ports.now() });
    case 'exists':
      return failed('another rule with the content that it had stands by now');
    case 'refused':
      return failed(answer.reason);
    default:
      return answer satisfies never;
  }
}
