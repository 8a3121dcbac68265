import { expect, test } from 'vitest';
import { noticeSubject } from '../../../functions/core/notice/subject.ts';
import type { Report } from '../../../functions/core/report.ts';
import { aConcern, aReport, aRule, aViolation, failed, from, held, ruleIdOf, WEB } from '../../records/reports.ts';

const subjects: { title: string; changes: Partial<Report>; subject: string }[] = [
  {
    title: 'a long group name',
    changes: { group: { name: 'a-very-long-name-of-a-production-group-in-a-landing-zone' } },
    subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on a-very-long-name-of-a-pr... (123456789012, eu-west-1)',
  },
  {
    title: 'no group name',
    changes: { group: { id: WEB.id } },
    subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on sg-0a1b2c3d4e5f60718 (123456789012, eu-west-1)',
  },
  {
    title: 'no group at all',
    changes: { group: {} },
    subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on an unknown group (123456789012, eu-west-1)',
  },
  {
    title: 'no group to speak of',
    changes: { eventName: 'CreateNetworkAclEntry', group: {}, rules: [], concerns: [aConcern()] },
    subject: '[critical] Notice: CreateNetworkAclEntry (123456789012, eu-west-1)',
  },
  {
    title: 'a long name and a long state',
    changes: {
      group: { name: 'a-very-long-name-of-a-production-group' },
      region: 'ap-southeast-1',
      rules: [
        aViolation(aRule({ source: from('2001:db8:1234:5678:9abc:def0::/96') }), {
          how: 'removed',
          intent: { kind: 'would', repair: { kind: 'put-back' } },
        }),
      ],
    },
    subject: '[critical] Would put back (audit): tcp 22 from 20... on a-very-lo... (123456789012, ap-southeast-1)',
  },
  {
    title: 'a name with spaces',
    changes: { group: { name: 'web 1' } },
    subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on "web 1" (123456789012, eu-west-1)',
  },
  {
    title: 'a long rule',
    changes: {
      region: 'ap-southeast-1',
      rules: [
        aViolation(aRule({ source: from('2001:db8:1234:5678:9abc:def0::/96') }), {
          intent: { kind: 'would', repair: { kind: 'revoke' } },
        }),
      ],
    },
    subject: '[critical] Would revert (audit): tcp 22 from 2001:db8:12... on web-1 (123456789012, ap-southeast-1)',
  },
  {
    title: 'an id and several rules, of which the count is left',
    changes: {
      group: { id: WEB.id },
      rules: [1, 2].map((number) =>
        aViolation(aRule({ id: ruleIdOf(number), from: 0, to: 1024 }), {
          intent: { kind: 'would', repair: { kind: 'revoke' } },
        }),
      ),
    },
    subject: '[critical] Would revert (audit): 2 rules on sg-0a1b2c3d4e5f60718 (123456789012, eu-west-1)',
  },
  {
    title: 'an id and one rule',
    changes: {
      group: { id: WEB.id },
      rules: [aViolation(aRule({ from: 0, to: 1024 }), { intent: { kind: 'would', repair: { kind: 'revoke' } } })],
    },
    subject: '[critical] Would revert (audit): tcp 0-1024 fr... on sg-0a1b2c3d4e5f60718 (123456789012, eu-west-1)',
  },
  {
    title: 'an id and a long region',
    changes: {
      group: { id: WEB.id },
      region: 'ap-southeast-1',
      rules: [
        aViolation(aRule(), { how: 'removed', intent: { kind: 'would', repair: { kind: 'put-back' } } }),
        aViolation(aRule(), { outcome: failed() }),
        aViolation(aRule(), { outcome: held() }),
      ],
    },
    subject: '[critical] NOT REVERTED: 1 of 3 rules on sg-0a1b2c3d4e5f60718 (123456789012, ap-southeast-1)',
  },
  {
    title: 'a long call',
    changes: { region: 'ap-southeast-1', group: { id: WEB.id }, verdict: 'undetermined', rules: [], unclear: 'x' },
    subject: '[critical] Undetermined: AuthorizeSecurit... on sg-0a1b2c3d4e5f60718 (123456789012, ap-southeast-1)',
  },
  {
    title: 'many kinds of end',
    changes: {
      group: { name: 'web-production-eu' },
      region: 'ap-southeast-1',
      rules: [...Array(120).fill(aViolation(aRule(), { outcome: failed() })), ...Array(120).fill(aViolation())],
    },
    subject: '[critical] NOT REVERTED: 120 of 240 rules on web-production-eu (123456789012, ap-southeast-1)',
  },
];
test.for(subjects)('noticeSubject() shortens the middle of a subject when there is $title', ({ changes, subject }) => {
  expect(noticeSubject(aReport(changes))).toBe(subject);
});
