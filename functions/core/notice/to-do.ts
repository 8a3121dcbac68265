import type { OutcomeWord } from '../outcome-word.ts';
import { SEVERITIES } from '../policy.ts';
import type { Report, ReportedRule } from '../report.ts';
import { doubtsOf } from '../verdict.ts';
import { accountText, type Command, entriesCommand, listCommand } from './by-hand.ts';
import { policyText } from './escape.ts';
import { repairCommands, writtenOut } from './repair-commands.ts';
import { repairPhrase } from './repair-text.ts';
import { doubtfulParts, isMended, isMissing, namedRules, namedTexts, repairOf, wereGone } from './reported-rules.ts';
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
  const missing = isMissing(rules);
  const repair = `${repairPhrase(rules, them, 'do')} by hand, ${where}`;
  const commands = () => repairCommands(report, rules);
  const bare = rules.some((reported) => writtenOut(reported).some(({ description, tags }) => description || tags));
  const note = bare ? ['  (Without descriptions and tags: they are free text, type them.)'] : [];
  switch (word) {
    case 'failed':
      return instruction(`${now} ${repair}`, commands(), note);
    case 'held':
      return instruction(`${now} decide whether that may stay${missing ? ' so' : ''}. To ${repair}`, commands(), note);
    case 'would-revert':
    case 'notified':
      return instruction(
        `${now} find out whether that is ${missing ? 'meant' : 'needed'}. To ${repair}`,
        commands(),
        note,
      );
    case 'undetermined':
      if (wereGone(rules)) return paragraph(`Now: nothing is left to close. ${BRIEF}`);
      return instruction(
        `${now} look at ${place.only || rules.length === 0 ? 'the group' : them} by hand, and ${missing ? 'put back what is needed' : 'remove what should not be open'}. To see what stands, ${where}`,
        [listCommand(report), ...listsOf(rules).map((list) => entriesCommand(report, list))].filter(
          (command) => command !== undefined,
        ),
      );
    case 'already-gone':
      return paragraph(
        missing ? `Now: nothing is left to put back. ${OUTAGE}` : `Now: ${leftToClose(report)} ${BRIEF}`,
      );
    case 'changed':
      if (isMended(rules)) return paragraph(`Now: ${leftToClose(report)} ${BRIEF}`);
      return instruction(
        `${now} wait for the mail of the later change. If none comes within minutes, look at the group by hand. To see what stands, ${where}`,
        [listCommand(report)].filter((command) => command !== undefined),
      );
    case 'stands-again':
      return instruction(
        `${now} take that as open, and wait for the mail of the later event. If none comes within minutes, look at the group by hand. To see what stands, ${where}`,
        [listCommand(report)].filter((command) => command !== undefined),
      );
    case 'reverted':
    case 'narrowed':
    case 'restored':
      return paragraph(
        `Now: ${word === 'narrowed' ? leftToJudge(rules, report) : leftToClose(report)} If nobody knows of this change, treat it as an incident: ask who made it, and look at what connected meanwhile.`,
      );
    case 'put-back':
      return paragraph(`Now: nothing is left to put back. ${OUTAGE}`);
    case 'exempt':
    case 'none':
      return [];
    default:
      return word satisfies never;
  }
}

const BRIEF =
  'A hole that opens and shuts within seconds can still have been used: ask who made it, and look at what connected meanwhile.';

/** That a hole is closed closes no other: what else breaks the same policy stays, since it is not of the change. */
function leftToClose({ alsoOpen = [] }: Report): string {
  if (alsoOpen.length === 0) return 'nothing is left to close.';
  return `that much is closed, but the group stays open by what else breaks the same policy: ${namedTexts(alsoOpen)}. It is not of this change, so Portcullis left it: decide whether it may stay.`;
}

/** What a narrowed rule was left with may be a hole too, where it could not be judged. */
function leftToJudge(rules: readonly ReportedRule[], report: Report): string {
  const doubtful = doubtfulParts(rules);
  if (doubtful.length === 0) return leftToClose(report);
  const also = (report.alsoOpen ?? []).length > 0 ? ` Beside that, ${leftToClose(report)}` : '';
  return `what certainly broke a policy is closed, but ${namedTexts(doubtful)} could not be judged and stays open (the reason is below): decide whether it may stay.${also}`;
}

const OUTAGE =
  'What needs the rule could not connect meanwhile: look whether all of it works again, and ask who took the rule away.';

/** What to do about a change that breaks a policy as a whole. */
export const toDoOfConcerns = (first: boolean): string[] =>
  paragraph(
    `${first ? 'Now:' : 'Then:'} find out whether the call was meant, and have it undone if it was not. Portcullis does not undo calls of this kind.`,
  );

/** What the person reads whose rule it was: the policy that it broke, and the other way. */
export function toActor(
  word: OutcomeWord,
  having: readonly ReportedRule[],
  { rules, concerns = [] }: Report,
): string[] {
  const findings = rules.flatMap(({ verdict }) => (verdict.kind === 'violation' ? verdict.findings : []));
  const gravest = SEVERITIES.toReversed().flatMap((severity) =>
    [...findings, ...concerns].filter((each) => each.severity === severity),
  )[0];
  if (!gravest) return [];
  const [step = '', ...steps] = gravest.runbook.split('\n').filter((line) => line.trim() !== '');
  return [
    ...paragraph(`If it was yours: ${plea(word, having)} The policy, and what to do instead:`),
    ...wrap(policyText(gravest.title, 200), 2, 6),
    ...wrap(`${policyText(step, 300)}${steps.length > 0 ? ' (more below)' : ''}`, 2, 6),
  ];
}

function plea(word: OutcomeWord, rules: readonly ReportedRule[]): string {
  switch (word) {
    case 'reverted':
      return 'it broke a policy, and would be removed again.';
    case 'narrowed':
      return 'it broke a policy, and would be narrowed again.';
    case 'restored':
      return 'it broke a policy, and would be changed back again.';
    case 'put-back':
      return 'it broke a policy, and the rule would be put back again.';
    case 'already-gone':
    case 'changed':
    case 'undetermined':
    case 'exempt':
    case 'none':
      return 'it broke a policy.';
    case 'failed':
    case 'held':
    case 'stands-again':
    case 'would-revert':
    case 'notified':
      return rules.length === 0
        ? 'a policy watches for that, please undo it unless it is agreed on.'
        : `it breaks a policy, please ${please(rules)}.`;
    default:
      return word satisfies never;
  }
}

/** What a person may be asked: nobody is sent to change a prefix list that other rules use. */
function please(rules: readonly ReportedRule[]): string {
  const kinds = new Set(rules.map((each) => repairOf(each).kind));
  if (kinds.size > 1 || kinds.has('restore-list')) return 'undo it';
  return repairPhrase(rules.slice(0, 1), 'it', 'do');
}

/** The lists that rules use, and those that what could not be judged is waiting for. */
function listsOf(rules: readonly ReportedRule[]): string[] {
  const own = rules.flatMap(({ rule: { source } }) => (source.kind === 'list' ? [source.id] : []));
  const doubts = rules.flatMap(({ verdict }) => doubtsOf(verdict));
  const unread = doubts.flatMap(({ reason }) => /^the entries of (pl-[0-9a-f]{8,17}) /.exec(reason)?.[1] ?? []);
  return [...new Set([...own, ...unread])].slice(0, LISTS);
}

const paragraph = (text: string): string[] => ['', ...wrap(text)];

function instruction(text: string, commands: readonly NonNullable<Command>[], note: readonly string[] = []): string[] {
  if (commands.length === 0) return paragraph(`${text}, use the EC2 console.`);
  return [...paragraph(`${text}:`), ...commands.flat().map((line) => `  ${line}`), ...note];
}
