import { expect, test } from 'vitest';
import type { GroupId, RuleId } from '../../../functions/core/ids.ts';
import {
  accountText,
  entriesCommand,
  listCommand,
  lookUpCommand,
  removeCommand,
  undoCommand,
} from '../../../functions/core/notice/by-hand.ts';
import { aReport, aRule, aViolation, ruleIdOf, WEB } from '../../records/reports.ts';

const { id: _, ...nameless } = aRule();
const EVIL = 'eu-west-1; rm -rf ~' as const;

test('removeCommand() names region, group and rules', () => {
  const rules = [aViolation(), aViolation(aRule({ id: ruleIdOf(2) }))];
  expect(removeCommand(aReport(), rules)?.join('\n')).toBe(
    [
      'aws ec2 revoke-security-group-ingress --region eu-west-1 \\',
      `  --group-id ${WEB.id} \\`,
      '  --security-group-rule-ids \\',
      `    ${ruleIdOf(1)} \\`,
      `    ${ruleIdOf(2)}`,
    ].join('\n'),
  );
});

test.for([
  { title: 'the region is not one', report: aReport({ region: EVIL }), rules: [aViolation()] },
  { title: 'the group has no id', report: aReport({ group: { name: 'web-1' } }), rules: [aViolation()] },
  {
    title: 'the group id is not one',
    report: aReport({ group: { id: 'sg-1 $(id)' as GroupId } }),
    rules: [aViolation()],
  },
  { title: 'a rule has no id', report: aReport(), rules: [aViolation(), aViolation(nameless)] },
  { title: 'a rule id is not one', report: aReport(), rules: [aViolation(aRule({ id: 'sgr-1\n' as RuleId }))] },
  { title: 'there is no rule', report: aReport(), rules: [] },
  { title: 'there are too many to read', report: aReport(), rules: Array(21).fill(aViolation()) },
])('removeCommand() is undefined when $title', ({ report, rules }) => {
  expect(removeCommand(report, rules)).toBeUndefined();
});

test.for([
  { name: 'listCommand', command: () => listCommand(aReport({ region: EVIL })) },
  { name: 'listCommand', command: () => listCommand(aReport({ group: {} })) },
  { name: 'lookUpCommand', command: () => lookUpCommand(aReport({ region: EVIL })) },
  { name: 'lookUpCommand', command: () => lookUpCommand(aReport({ eventId: '`id`' })) },
  { name: 'entriesCommand', command: () => entriesCommand(aReport({ region: EVIL }), 'pl-0aa11bb22cc33dd44') },
  { name: 'entriesCommand', command: () => entriesCommand(aReport(), 'pl-1 | sh') },
  { name: 'undoCommand', command: () => undoCommand(aReport({ region: EVIL })) },
  { name: 'undoCommand', command: () => undoCommand(aReport({ id: `${aReport().eventId}/web $(id)` })) },
  { name: 'undoCommand', command: () => undoCommand(aReport({ id: 'event/web-1' })) },
])('$name() is undefined when a part of it has not the shape of an id', ({ command }) => {
  expect(command()).toBeUndefined();
});

test('accountText() shows an account number only', () => {
  expect([accountText('123456789012'), accountText('12; id')]).toEqual([
    '123456789012',
    'that the record does not name',
  ]);
});
