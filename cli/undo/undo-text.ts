import { actorText } from '../../functions/core/notice/actor-text.ts';
import { instantText } from '../../functions/core/notice/duration.ts';
import {
  nameText,
  policyText,
  quoteText,
  reasonText,
  trafficText,
  untied,
} from '../../functions/core/notice/escape.ts';
import { wrap } from '../../functions/core/notice/wrap.ts';
import type { Report } from '../../functions/core/report.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import type { Undone, UndoStep } from '../../functions/core/undo.ts';
import { counted } from '../command.ts';

/** What a report is about, in three lines. Texts of the record are escaped, here and below. */
export function headText({ id, eventName, actor, group, account, region, changedAt }: Report): string {
  const at = instantText(changedAt) ?? quoteText(changedAt, 40);
  const named = group.name === undefined ? [] : [nameText(group.name)];
  const known = group.id === undefined ? [] : [`(${nameText(group.id)})`];
  return untied(
    [
      `Report ${nameText(id, 300)}`,
      `  ${nameText(eventName)} by ${actorText(actor)} at ${at}`,
      `  on ${[...named, ...known].join(' ') || 'a group that is not known'}, account ${nameText(account)}, region ${nameText(region)}`,
    ].join('\n'),
  );
}

/** What is to be done, rule by rule. */
export const planText = (steps: readonly UndoStep[]): string =>
  ['To undo it:', ...steps.flatMap((step) => wrap(stepText(step), 2, 6))].join('\n');

function stepText(step: UndoStep): string {
  switch (step.kind) {
    case 'add': {
      const stays = step.beside.length === 0 ? '' : `. What took its place stays: ${textsOf(step.beside)}`;
      return `Add again: ${full(step.rule)}${stays}`;
    }
    case 'change':
      return `Change again: ${short(step.rule)} (${step.rule.id}), to ${full({ ...step.to, tags: {} })}`;
    case 'remove':
      return `Remove again: ${short(step.rule)} (${step.rule.id})`;
    case 'nothing':
      return `Nothing to do: ${short(step.rule)} ${NOW[step.now]} already`;
    case 'leave':
      return `Left as it is: ${short(step.rule)}. Reason: ${reasonText(step.reason)}`;
    default:
      return step satisfies never;
  }
}

const NOW = { stands: 'stands', 'reads-so': 'is what the rule reads', 'is-gone': 'is gone' } as const;

const short = (rule: Rule): string => trafficText(ruleText(rule));
const textsOf = (rules: readonly Rule[]): string => rules.map(short).join(', ');

function full(rule: Rule): string {
  const tags = Object.keys(rule.tags ?? {}).length;
  const described = rule.description ? `, description ${quoteText(rule.description, 255)}` : '';
  return `${short(rule)}${described}${tags > 0 ? `, ${counted(tags, 'tag')}` : ''}`;
}

/** That it will be judged again, by which policies, and what to change first. */
export function warningText({ rules }: Report): string {
  const enforced = new Map(
    rules.flatMap(({ verdict }) =>
      verdict.kind === 'violation'
        ? verdict.findings.flatMap(({ policy, title, mode }) => (mode === 'enforce' ? [[policy, title] as const] : []))
        : [],
    ),
  );
  return [
    ...wrap(
      'This is a change like any other, made by you, and Portcullis judges it again. When it made this report, it enforced these policies. Unless an exemption covers it, or the mode or the scope of each was changed since, and that was deployed, it repairs this change again, seconds from now:',
    ),
    ...[...enforced].flatMap(([policy, title]) => wrap(`${nameText(policy)}: ${policyText(title, 200)}`, 2, 6)),
  ].join('\n');
}

/** What came of one step. */
export function resultText(step: UndoStep, undone: Undone): string {
  const [deed, rule] = deedOf(step);
  switch (undone.kind) {
    case 'done':
      return untied(`${deed}, and seen to be so: ${rule}`);
    case 'so-already':
      return untied(`Nothing to do, somebody was faster: ${rule}`);
    case 'not-done':
      return untied(`NOT ${deed.toLowerCase()}: ${rule}. Reason: ${reasonText(undone.reason)}`);
    default:
      return undone satisfies never;
  }
}

function deedOf(step: UndoStep): readonly [deed: string, rule: string] {
  switch (step.kind) {
    case 'add':
      return ['Added again', short(step.rule)];
    case 'change':
      return ['Changed again', `${short(step.to)} (${step.rule.id})`];
    case 'remove':
      return ['Removed again', `${short(step.rule)} (${step.rule.id})`];
    case 'nothing':
    case 'leave':
      return ['Left as it is', short(step.rule)];
    default:
      return step satisfies never;
  }
}

/** Where all this can be found again. */
export const recordedText = ({ eventId }: Report): string =>
  wrap(
    `CloudTrail records these calls as yours, with portcullis-undo/${nameText(eventId)} in the user agent. The report stays as it was; what Portcullis makes of these calls comes as a report of its own.`,
  ).join('\n');
