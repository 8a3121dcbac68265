import type { Report } from '../../functions/core/report.ts';
import type { Rule } from '../../functions/core/rule.ts';
import type { Finding } from '../../functions/core/verdict.ts';
import { aFinding, anUndetermined, aReport, aRule, aViolation, failed, from, GONE, held, ruleIdOf } from './reports.ts';

const modified = 'ModifySecurityGroupRules';
const removed = 'RevokeSecurityGroupIngress';

const https = (range: string, changes: Partial<Rule> = {}) =>
  aRule({ from: 443, to: 443, source: from(range), description: 'from the office', ...changes });
const [wide, was] = [https('0.0.0.0/0', { description: 'temporary' }), https('10.0.0.0/8')];
const office = (changes: Partial<Finding> = {}) =>
  aFinding({
    policy: 'office-only',
    title: 'The web tier is reached from the office network alone',
    severity: 'high',
    remedy: 'restore',
    why: 'The web tier has no login of its own.',
    runbook: 'Publish the service through the load balancer, which asks who comes.',
    offending: ['tcp 443 from 0.0.0.0/0'],
    because: 'only tcp 443 from 198.51.100.0/24 may be let in, and it lets in tcp 443 from 0.0.0.0/0',
    ...changes,
  });
const required = (changes: Partial<Finding> = {}) =>
  aFinding({
    policy: 'health-checks-stay',
    title: 'The load balancer reaches its targets',
    severity: 'high',
    remedy: 'restore',
    why: 'Without its health checks the load balancer takes every machine out of service.',
    runbook: 'Move the load balancer first, then have the policy changed, then take the rule away.',
    offending: ['tcp 443 from 10.0.0.0/8'],
    because: 'the policy requires this traffic to be let in, and no other rule does',
    ...changes,
  });

const restore = { kind: 'restore', to: was, orRevoke: true } as const;

/** Reports of rules that were changed or taken away, by the name of the golden file. */
export const TOLD_RESTORES: Readonly<Record<string, Report>> = {
  restored: aReport({
    eventName: modified,
    severity: 'high',
    rules: [aViolation(wide, { how: 'modified', was, findings: [office()], intent: { kind: 'act', repair: restore } })],
  }),
  'would-restore': aReport({
    eventName: modified,
    severity: 'high',
    rules: [
      aViolation(wide, {
        how: 'modified',
        was,
        findings: [office({ mode: 'audit' })],
        intent: { kind: 'would', repair: restore },
      }),
    ],
  }),
  'restore-failed': aReport({
    eventName: modified,
    severity: 'high',
    rules: [
      aViolation(wide, {
        how: 'modified',
        was,
        findings: [office()],
        intent: { kind: 'act', repair: restore },
        outcome: failed('AWS refused the change (UnauthorizedOperation), and the removal after it'),
      }),
    ],
  }),
  'restore-held': aReport({
    eventName: modified,
    severity: 'high',
    rules: [
      aViolation(https('10.0.0.0/16'), {
        how: 'modified',
        was,
        findings: [office({ because: 'the group is frozen: no ingress rule may be changed in it' })],
        intent: { kind: 'notify' },
        outcome: held('another rule with the content that it had stands by now'),
      }),
    ],
  }),
  'not-remembered': aReport({
    eventName: modified,
    severity: 'high',
    rules: [
      aViolation(wide, {
        how: 'modified',
        findings: [office()],
        intent: {
          kind: 'act',
          repair: { kind: 'revoke' },
          instead: 'nothing is remembered of what the rule was before',
        },
      }),
    ],
  }),
  'modified-gone': aReport({
    eventName: modified,
    severity: 'high',
    rules: [
      aViolation(wide, {
        how: 'modified',
        was,
        findings: [office()],
        intent: { kind: 'act', repair: restore },
        outcome: GONE,
      }),
    ],
  }),
  'put-back': aReport({
    eventName: removed,
    severity: 'high',
    rules: [
      aViolation(was, {
        how: 'removed',
        findings: [required()],
        intent: { kind: 'act', repair: { kind: 'put-back' } },
      }),
    ],
  }),
  'put-back-failed': aReport({
    eventName: removed,
    severity: 'high',
    rules: [
      aViolation(was, {
        how: 'removed',
        findings: [required()],
        intent: { kind: 'act', repair: { kind: 'put-back' } },
        outcome: failed('the group has 60 rules, and its quota has no room for another'),
      }),
    ],
  }),
  'would-put-back': aReport({
    eventName: removed,
    severity: 'high',
    rules: [
      aViolation(was, {
        how: 'removed',
        findings: [required({ mode: 'audit' })],
        intent: { kind: 'would', repair: { kind: 'put-back' } },
      }),
    ],
  }),
  'already-back': aReport({
    eventName: removed,
    severity: 'high',
    rules: [
      aViolation(was, {
        how: 'removed',
        findings: [required()],
        intent: { kind: 'act', repair: { kind: 'put-back' } },
        outcome: GONE,
      }),
    ],
  }),
  'removed-unknown': aReport({
    eventName: removed,
    severity: 'high',
    rules: [
      { ...anUndetermined(was), how: 'removed' },
      aViolation(https('10.20.0.0/16', { id: ruleIdOf(2) }), {
        how: 'removed',
        findings: [required({ remedy: 'revoke' })],
        intent: { kind: 'notify' },
      }),
    ],
    unclear: 'sgr-00000000000000009 was taken away, and what it let in is not known',
  }),
};
