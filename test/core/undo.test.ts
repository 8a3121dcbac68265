import { expect, test } from 'vitest';
import type { PrefixListId } from '../../functions/core/ids.ts';
import type { Intent, Outcome, ReportedRule } from '../../functions/core/report.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import { actsOf, isUndone, planUndo, type UndoStep } from '../../functions/core/undo.ts';
import { aReport, aRule, aViolation, DONE, failed, from, GONE, held, ruleIdOf, WEB } from '../records/reports.ts';

const WIDE = aRule({ from: 20, to: 24, description: 'debugging', tags: { owner: 'net' } });
const PIECES = [aRule({ from: 20, to: 21 }), aRule({ from: 23, to: 24 })].map(({ id: _, ...rest }) => rest);
const OFFICE = aRule({ source: from('10.0.0.0/8') });
const repaired = (rule: Rule, repair: Extract<Intent, { kind: 'act' }>['repair'], outcome: Outcome = DONE) =>
  aViolation(rule, { intent: { kind: 'act', repair }, outcome });
const REVOKED = repaired(WIDE, { kind: 'revoke' });
const NARROWED = repaired(WIDE, { kind: 'narrow', remainder: PIECES });
const RESTORED = repaired(aRule(), { kind: 'restore', to: OFFICE, orRevoke: true });
const PUT_BACK = repaired(OFFICE, { kind: 'put-back' });
const LISTED = repaired(aRule(), { kind: 'restore-list', list: 'pl-0aa11bb22cc33dd44' as PrefixListId, version: 3 });
const under = (number: number, rule: Rule) => ({ ...rule, id: ruleIdOf(number) });

/** A step in a few words. */
const words = (step: UndoStep): string => {
  switch (step.kind) {
    case 'add':
      return `add ${[step.rule, ...step.beside].map(ruleText).join(' beside ')}`;
    case 'change':
      return `change ${step.rule.id} from ${ruleText(step.rule)} to ${ruleText(step.to)}`;
    case 'remove':
      return `remove ${step.rule.id}`;
    case 'nothing':
      return step.now;
    case 'leave':
      return step.reason;
    default:
      return step satisfies never;
  }
};

test.for<{ name: string; rule: ReportedRule; standing?: readonly Rule[]; steps: readonly string[] }>([
  { name: 'a removed rule', rule: REVOKED, steps: ['add tcp 20-24 from 0.0.0.0/0'] },
  { name: 'a removed rule that stands again', rule: REVOKED, standing: [under(9, WIDE)], steps: ['stands'] },
  {
    name: 'a narrowed rule of whose pieces one stands',
    rule: NARROWED,
    standing: PIECES.slice(1),
    steps: ['add tcp 20-24 from 0.0.0.0/0 beside tcp 23-24 from 0.0.0.0/0'],
  },
  {
    name: 'a rule that was removed since narrowing failed',
    rule: repaired(WIDE, { kind: 'narrow', remainder: PIECES }, { ...DONE, instead: 'no room' } as Outcome),
    standing: PIECES,
    steps: ['add tcp 20-24 from 0.0.0.0/0'],
  },
  {
    name: 'a rule that was removed since the list could not be restored',
    rule: { ...LISTED, outcome: { ...DONE, instead: 'refused' } as Outcome },
    steps: ['add tcp 22 from 0.0.0.0/0'],
  },
  {
    name: 'a rule that was changed back',
    rule: RESTORED,
    standing: [OFFICE],
    steps: [`change ${ruleIdOf(1)} from tcp 22 from 10.0.0.0/8 to tcp 22 from 0.0.0.0/0`],
  },
  { name: 'one that was changed again', rule: RESTORED, standing: [aRule()], steps: ['reads-so'] },
  {
    name: 'one that somebody edited since',
    rule: RESTORED,
    standing: [aRule({ source: from('10.7.0.0/16') })],
    steps: ['the rule was edited since, and reads tcp 22 from 10.7.0.0/16'],
  },
  {
    name: 'one whose id is gone',
    rule: RESTORED,
    standing: [under(9, OFFICE)],
    steps: ['the rule that was changed back is gone'],
  },
  {
    name: 'a rule that was put back',
    rule: PUT_BACK,
    standing: [under(9, OFFICE)],
    steps: [`remove ${ruleIdOf(9)}`],
  },
  { name: 'one that went again', rule: PUT_BACK, standing: [WIDE], steps: ['is-gone'] },
  {
    name: 'a restored list',
    rule: LISTED,
    steps: [
      'prefix list pl-0aa11bb22cc33dd44 was given the entries of its version 3, and other rules may use it: restore or change the list itself',
    ],
  },
  {
    name: 'a removed rule that somebody added anew',
    rule: { ...REVOKED, outcome: { kind: 'stands-again', at: '', rule: ruleIdOf(9), removed: true } },
    standing: [under(9, WIDE)],
    steps: ['stands'],
  },
  { name: 'a rule that was gone already', rule: repaired(WIDE, { kind: 'revoke' }, GONE), steps: [] },
  { name: 'a rule that was held', rule: repaired(WIDE, { kind: 'revoke' }, held()), steps: [] },
  { name: 'a rule that could not be removed', rule: repaired(WIDE, { kind: 'revoke' }, failed()), steps: [] },
  {
    name: 'a rule in audit mode',
    rule: aViolation(WIDE, { intent: { kind: 'would', repair: { kind: 'revoke' } } }),
    steps: [],
  },
])('planUndo() of $name', ({ rule, standing = [], steps }) => {
  expect(planUndo(aReport({ rules: [rule] }), standing).map(words)).toEqual(steps);
});

test('planUndo() keeps description and tags of what it adds', () => {
  expect(planUndo(aReport({ rules: [REVOKED, NARROWED] }), [])).toMatchObject([{ rule: WIDE }, { rule: WIDE }]);
});

test.for<{ name: string; rule: ReportedRule; before: readonly Rule[]; after: readonly Rule[]; kinds: string[] }>([
  { name: 'adding', rule: REVOKED, before: [], after: [under(9, WIDE)], kinds: ['put-back'] },
  { name: 'changing', rule: RESTORED, before: [OFFICE], after: [aRule()], kinds: ['restore'] },
  { name: 'removing', rule: PUT_BACK, before: [OFFICE], after: [], kinds: ['revoke'] },
])('isUndone() and actsOf() agree on $name', ({ rule, before, after, kinds }) => {
  const [step] = planUndo(aReport({ rules: [rule] }), before);
  if (!step) throw new TypeError('No step');
  expect(actsOf(step, WEB.id).map(({ kind }) => kind)).toEqual(kinds);
  expect([isUndone(step, before), isUndone(step, after)]).toEqual([false, true]);
});
