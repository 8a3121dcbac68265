import { expect, test } from 'vitest';
import type { PrefixListId } from '../../functions/core/ids.ts';
import { outcomeWord, ruleWord } from '../../functions/core/outcome-word.ts';
import type { ReportedRule } from '../../functions/core/report.ts';
import {
  aCompliant,
  aConcern,
  anUnclearReport,
  anUndetermined,
  aReport,
  aRule,
  aViolation,
  failed,
  GONE,
  held,
  ruleIdOf,
} from '../records/reports.ts';

const { outcome: _, ...unsettled } = aViolation();
const restore = { kind: 'restore', to: aRule(), orRevoke: true } as const;
const rules = {
  reverted: aViolation(),
  'already-gone': aViolation(aRule(), { outcome: GONE }),
  failed: aViolation(aRule(), { outcome: failed() }),
  narrowed: aViolation(aRule(), { intent: { kind: 'act', repair: { kind: 'narrow', remainder: [] } } }),
  restored: aViolation(aRule(), { intent: { kind: 'act', repair: restore } }),
  'put-back': aViolation(aRule(), { how: 'removed', intent: { kind: 'act', repair: { kind: 'put-back' } } }),
  held: aViolation(aRule(), { outcome: held() }),
  'would-revert': aViolation(aRule(), { intent: { kind: 'would', repair: { kind: 'revoke' } } }),
  notified: aViolation(aRule(), { intent: { kind: 'notify' } }),
  undetermined: anUndetermined(aRule()),
  changed: aViolation(aRule(), {
    outcome: { kind: 'changed', at: '2026-11-23T12:00:00Z', now: 'tcp 22 from 10.0.0.0/8' },
  }),
  'stands-again': aViolation(aRule(), {
    outcome: { kind: 'stands-again', at: '2026-11-23T12:00:00Z', rule: ruleIdOf(9) },
  }),
  none: aCompliant(aRule()),
} satisfies Record<string, ReportedRule>;

test.for(Object.entries(rules))('ruleWord() is %s for such a rule', ([word, rule]) => {
  expect(ruleWord(rule)).toBe(word);
});

test.for([
  { title: 'a removal has no outcome', rule: unsettled, word: 'failed' },
  {
    title: 'a prefix list was restored',
    rule: aViolation(aRule(), {
      intent: {
        kind: 'act',
        repair: { kind: 'restore-list', list: 'pl-0aa11bb22cc33dd44' as PrefixListId, version: 3 },
      },
    }),
    word: 'restored',
  },
  {
    title: 'a restore failed and the rule was removed',
    rule: aViolation(aRule(), {
      intent: { kind: 'act', repair: restore },
      outcome: { kind: 'done', at: '2026-11-23T12:00:00Z', instead: 'another rule has its content' },
    }),
    word: 'reverted',
  },
  {
    title: 'a missing rule was there again',
    rule: { ...rules['put-back'], outcome: GONE },
    word: 'already-gone',
  },
  { title: 'what is gone was never judged', rule: { ...rules.undetermined, outcome: GONE }, word: 'undetermined' },
  { title: 'what is gone was allowed', rule: { ...rules.none, outcome: GONE }, word: 'none' },
  { title: 'an audited rule is gone', rule: { ...rules['would-revert'], outcome: GONE }, word: 'already-gone' },
])('ruleWord() is $word when $title', ({ rule, word }) => {
  expect(ruleWord(rule)).toBe(word);
});

test.for([
  {
    title: 'one failed among the removed',
    report: aReport({ rules: [rules.reverted, rules.failed, rules.reverted] }),
    word: 'failed',
  },
  { title: 'one was held and one removed', report: aReport({ rules: [rules.reverted, rules.held] }), word: 'held' },
  {
    title: 'one was removed and one not judged',
    report: aReport({ rules: [rules.reverted, rules.undetermined] }),
    word: 'undetermined',
  },
  {
    title: 'one was removed and one is allowed',
    report: aReport({ rules: [rules.none, rules.reverted] }),
    word: 'reverted',
  },
  {
    title: 'one was removed and one put back',
    report: aReport({ rules: [rules['put-back'], rules.reverted] }),
    word: 'reverted',
  },
  {
    title: 'only the change as a whole is told',
    report: aReport({ rules: [], concerns: [aConcern()] }),
    word: 'notified',
  },
  {
    title: 'a rule was removed and the change as a whole is told',
    report: aReport({ rules: [rules.reverted], concerns: [aConcern()] }),
    word: 'notified',
  },
  { title: 'nothing could be judged', report: anUnclearReport(), word: 'undetermined' },
  { title: 'there are no rules and no doubt', report: aReport({ rules: [], verdict: 'compliant' }), word: 'none' },
  {
    title: 'there are no rules and no reason',
    report: aReport({ rules: [], verdict: 'violation' }),
    word: 'undetermined',
  },
])('outcomeWord() is $word when $title', ({ report, word }) => {
  expect(outcomeWord(report)).toBe(word);
});
