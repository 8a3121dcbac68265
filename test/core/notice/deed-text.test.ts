import { expect, test } from 'vitest';
import { HANDLED_EVENTS } from '../../../functions/core/events.ts';
import type { PrefixListId } from '../../../functions/core/ids.ts';
import { deedCount, deedText } from '../../../functions/core/notice/deed-text.ts';
import {
  aCompliant,
  aConcern,
  anUnclearReport,
  aReport,
  aRule,
  aViolation,
  ruleIdOf,
  WEB,
} from '../../records/reports.ts';

const ofRules = ['AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules', 'RevokeSecurityGroupIngress'];
const others = Object.keys(HANDLED_EVENTS).filter((eventName) => !ofRules.includes(eventName));

test.for(others)('deedText() has words for %s', (eventName) => {
  const text = deedText(aReport({ eventName, rules: [], concerns: [aConcern()], group: { id: WEB.id } }), []);
  expect(text).not.toContain('called');
  expect(text).toContain('security group sg-0a1b2c3d4e5f60718');
});

const byList = (number: number) =>
  aViolation(aRule({ id: ruleIdOf(number), source: { kind: 'list', id: 'pl-0aa11bb22cc33dd44' as PrefixListId } }), {
    how: 'standing',
  });
const modified = (number: number) => aViolation(aRule({ id: ruleIdOf(number) }), { how: 'modified' });
const removed = aViolation(aRule(), { how: 'removed' });
const standing = aViolation(aRule(), { how: 'standing' });
const rows = [
  { event: 'AuthorizeSecurityGroupIngress', rules: [aViolation()], says: 'opened R in security group web-1' },
  { event: 'ModifySecurityGroupRules', rules: [modified(1)], says: 'changed a rule of security group web-1 to R' },
  {
    event: 'ModifySecurityGroupRules',
    rules: [{ ...modified(1), was: aRule({ from: 443, to: 443 }) }],
    says: 'changed tcp 443 from 0.0.0.0/0 to R in security group web-1',
  },
  {
    event: 'ModifySecurityGroupRules',
    rules: [modified(1), modified(2)],
    says: 'changed 2 rules of security group web-1, to R and R',
  },
  { event: 'RevokeSecurityGroupIngress', rules: [removed], says: 'took R out of security group web-1' },
  { event: 'CreateTags', rules: [standing], says: 'changed the tags of security group web-1, in which R stands' },
  {
    event: 'DeleteTags',
    rules: [standing, standing],
    says: 'took tags off security group web-1, in which R and R stand',
  },
  {
    event: 'ModifyManagedPrefixList',
    rules: [byList(1), byList(2)],
    says: 'changed prefix list pl-0aa11bb22cc33dd44, and with that what L and L in security group web-1 let in',
  },
  { event: 'constructor', rules: [standing], says: 'called constructor on security group web-1, in which R stands' },
  { event: 'AnythingElse', rules: [removed, modified(1)], says: 'changed R and R in security group web-1' },
];
test.for(rows)('deedText() says that $event $says', ({ event: eventName, rules, says }) => {
  const text = deedText(aReport({ eventName, rules }), rules).replaceAll('\u00a0', ' ');
  const expected = says.replaceAll('R', 'tcp 22 from 0.0.0.0/0').replaceAll('L', 'tcp 22 from pl-0aa11bb22cc33dd44');
  expect(text).toBe(expected);
});

test('deedText() tells a call that could not be judged by its name', () => {
  expect(deedText(anUnclearReport('x', { eventName: 'DeleteTags' }), [])).toBe(
    'called DeleteTags on security group web-1',
  );
  expect(deedText(anUnclearReport('x', { eventName: 'ModifyManagedPrefixList', group: {} }), [])).toBe(
    'called ModifyManagedPrefixList',
  );
});

test.for([
  { rules: [aViolation(), aCompliant(aRule())], says: 'opened 2 rules in security group web-1' },
  { rules: [modified(1), modified(2)], says: 'changed 2 rules of security group web-1' },
  { rules: [removed, removed], says: 'took 2 rules out of security group web-1' },
  { rules: [removed, standing], says: 'changed 2 rules of security group web-1' },
])('deedCount() says $says', ({ rules, says }) => {
  expect(deedCount(aReport({ rules }))).toBe(says);
});
