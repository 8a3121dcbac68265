import { type OutcomeWord, ruleWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
import { instantText } from './duration.ts';
import { trafficText } from './escape.ts';
import { keepFirst } from './keep-first.ts';
import { byOutcome, reasonFor, ruleWithId } from './reported-rules.ts';
import { wrap } from './wrap.ts';

/** How many rules a mail lists where one line each is enough. */
const SHOWN = { blocks: 20, characters: 6_000 };

/** What was done, would have been done or could not be done, rule by rule, gravest first. */
export function doneLines({ rules }: Report): string[] {
  const sorted = byOutcome(rules).flatMap(([, having]) => having);
  const left = sorted.filter((reported) => ['failed', 'held'].includes(ruleWord(reported)));
  const given = new Set(left.map(reasonFor)).size === 1;
  const { kept, left: more } = keepFirst(
    sorted.map((reported) => wrap(deed(reported, given), 2, 6)),
    SHOWN,
  );
  return [
    ...(rules.length === 0 ? ['  Nothing. The change was left as it is.'] : kept.flat()),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...undoLines(rules.filter((reported) => ruleWord(reported) === 'reverted')),
  ];
}

/** `given`: the one reason stands in the summary. */
function deed(reported: ReportedRule, given: boolean): string {
  const rule = ruleWithId(reported);
  const word = ruleWord(reported);
  const { outcome } = reported;
  const at = outcome !== undefined && 'at' in outcome ? instantText(outcome.at) : undefined;
  switch (word) {
    case 'failed':
      return given
        ? `NOT removed, for the reason above: ${rule}`
        : `NOT removed: ${rule}. Reason: ${reasonFor(reported)}`;
    case 'held':
      return given
        ? `Left in place, for the reason above: ${rule}`
        : `Left in place: ${rule}. Reason: ${reasonFor(reported)}`;
    case 'would-revert':
      return `Nothing, in audit mode. In enforce mode this would have been removed: ${rule}`;
    case 'notified':
      return `Nothing but this notice: ${rule}`;
    case 'undetermined':
      return `Nothing, since it could not be judged: ${rule}`;
    case 'already-gone':
      return `Nothing, it was gone${at === undefined ? ' already' : ` by ${at}`}: ${rule}`;
    case 'reverted': {
      const resumed = outcome?.kind === 'done' && outcome.resumed ? ', by a second attempt' : '';
      return `Removed${resumed}${at === undefined ? '' : `, and seen to be gone at ${at}`}: ${rule}`;
    }
    case 'none':
      return `Left as it is, since it is allowed: ${rule}`;
    default:
      return word satisfies never;
  }
}

function undoLines(reverted: readonly ReportedRule[]): string[] {
  if (reverted.length === 0) return [];
  const rules = reverted.length === 1 ? 'rule' : 'rules';
  const partly = reverted.some(
    ({ verdict }) => verdict.kind === 'violation' && verdict.findings.every(({ remainder }) => remainder.length > 0),
  );
  return [
    ...(partly
      ? wrap(
          'A rule can only be removed whole, so what was within policy went with it. Add that part again as rules of its own if it is needed.',
          2,
        )
      : []),
    ...wrap(
      `To undo this, have the policy changed first (its scope or its mode), then add the ${rules} again as above. Added again before that, ${reverted.length === 1 ? 'it is' : 'they are'} removed again.`,
      2,
    ),
  ];
}

/** That connections may outlive a rule; empty where no rule went and none is asked to go. */
export function connectionLines(report: Report): string[] {
  const words = new Set<OutcomeWord>(report.rules.map(ruleWord));
  const gone = words.has('reverted') || words.has('already-gone');
  const open = (['failed', 'held', 'would-revert', 'notified'] as const).some((word) => words.has(word));
  if (!gone && !open) return [];
  return wrap(
    `${gone ? 'Removing a rule' : 'Removing the rule'} does not cut every connection that is already open: what connected meanwhile may still be connected. To cut it at once, deny it in the subnet's network ACL, or end it on the machine.`,
    2,
  );
}

/** The rules that stand beside the change. */
export function stayedLines(report: Report): string[] {
  const { stayed } = report;
  const touched = report.rules.some((reported) => ruleWord(reported) === 'reverted') ? 'nothing else' : 'nothing';
  if (stayed === undefined) return wrap(`Portcullis touched ${touched}. The group's other rules are not known.`, 2);
  if (stayed.length === 0) return wrap(`Portcullis touched ${touched}. The group has no other ingress rules.`, 2);
  const { kept, left } = keepFirst(
    stayed.map((text) => wrap(`- ${trafficText(text)}`, 2, 6)),
    SHOWN,
  );
  return [
    ...wrap(`Portcullis touched ${touched}. The group's other ingress rules:`, 2),
    ...kept.flat(),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}
