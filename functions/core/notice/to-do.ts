import type { OutcomeWord } from '../outcome-word.ts';
import { SEVERITIES } from '../policy.ts';
import type { Report, ReportedRule } from '../report.ts';
import { accountText, type Command, entriesCommand, listCommand, removeCommand } from './by-hand.ts';
import { policyText } from './escape.ts';
import { namedRules } from './reported-rules.ts';
import { wrap } from './wrap.ts';

/** How many prefix lists a mail gives commands for. */
const LISTS = 3;

/** What to do now about the rules that came to one end; `place` is where this stands among other such paragraphs. */
export function toDo(
  word: OutcomeWord,
  rules: readonly ReportedRule[],
  report: Report,
  place: { readonly first: boolean; readonly only: boolean },
): string[] {
  const now = place.first ? 'Now:' : 'Then:';
  const where = `in account ${accountText(report.account)}`;
  const them = place.only ? (rules.length < 2 ? 'it' : 'them') : namedRules(rules);
  const remove = removeCommand(report, rules);
  switch (word) {
    case 'failed':
      return instruction(`${now} remove ${them} by hand, ${where}`, remove);
    case 'held':
      return instruction(`${now} decide whether that may stay. To remove ${them} by hand, ${where}`, remove);
    case 'would-revert':
    case 'notified':
      return instruction(`${now} find out whether that is needed. To remove ${them} by hand, ${where}`, remove);
    case 'undetermined':
      return instruction(
        `${now} look at ${place.only ? 'the group' : them} by hand, and remove what should not be open. To see what stands, ${where}`,
        listCommand(report),
        ...listsOf(rules).map((list) => entriesCommand(report, list)),
      );
    case 'already-gone':
      return paragraph(
        'Now: nothing is left to close. A hole that opens and shuts within seconds can still have been used: ask who made it, and look at what connected meanwhile.',
      );
    case 'reverted':
      return paragraph(
        'Now: nothing is left to close. If nobody knows of this change, treat it as an incident: ask who made it, and look at what connected meanwhile.',
      );
    case 'none':
      return [];
    default:
      return word satisfies never;
  }
}

/** What the person reads whose rule it was: the policy that it broke, and the other way. */
export function toActor(word: OutcomeWord, { rules }: Report): string[] {
  const findings = rules.flatMap(({ verdict }) => (verdict.kind === 'violation' ? verdict.findings : []));
  const gravest = SEVERITIES.toReversed().flatMap((severity) =>
    findings.filter((each) => each.severity === severity),
  )[0];
  if (!gravest) return [];
  const [step = '', ...steps] = gravest.runbook.split('\n').filter((line) => line.trim() !== '');
  return [
    ...paragraph(`If it was yours: ${plea(word)} The policy, and what to do instead:`),
    ...wrap(policyText(gravest.title, 200), 2, 6),
    ...wrap(`${policyText(step, 300)}${steps.length > 0 ? ' (more below)' : ''}`, 2, 6),
  ];
}

function plea(word: OutcomeWord): string {
  switch (word) {
    case 'reverted':
      return 'it broke a policy, and would be removed again.';
    case 'already-gone':
    case 'undetermined':
    case 'none':
      return 'it broke a policy.';
    case 'failed':
    case 'held':
    case 'would-revert':
    case 'notified':
      return 'it breaks a policy, please remove it.';
    default:
      return word satisfies never;
  }
}

const listsOf = (rules: readonly ReportedRule[]): string[] =>
  [...new Set(rules.flatMap(({ rule: { source } }) => (source.kind === 'list' ? [source.id] : [])))].slice(0, LISTS);

const paragraph = (text: string): string[] => ['', ...wrap(text)];

function instruction(text: string, ...commands: Command[]): string[] {
  const known = commands.filter((command) => command !== undefined);
  if (known.length === 0) return paragraph(`${text}, use the EC2 console.`);
  return [...paragraph(`${text}:`), ...known.flat().map((line) => `  ${line}`)];
}
