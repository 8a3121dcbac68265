import type { Report } from '../../functions/core/report.ts';
import {
  aDoubt,
  aFinding,
  anUndetermined,
  aReport,
  aRule,
  aViolation,
  from,
  GONE,
  JUDGED,
  REPAIRED,
  ruleIdOf,
} from './reports.ts';

const changed = (now: string, verdict: 'compliant' | 'violation') =>
  ({ kind: 'changed', at: JUDGED, now, verdict }) as const;
const again = { kind: 'stands-again', at: REPAIRED, rule: ruleIdOf(9) } as const;
const near = aRule({ source: from('1.1.1.1/32') });
const audit = {
  intent: { kind: 'would', repair: { kind: 'revoke' } },
  findings: [aFinding({ mode: 'audit' })],
} as const;

/** Reports of what somebody else had done before Portcullis was through, by the name of the golden file. */
export const TOLD_TRUTHS: Readonly<Record<string, Report>> = {
  changed: aReport({ rules: [aViolation(aRule(), { outcome: changed('tcp 22 from 10.0.0.0/8', 'compliant') })] }),
  'changed-still-open': aReport({
    rules: [aViolation(aRule(), { ...audit, outcome: changed('tcp 22-23 from 0.0.0.0/0', 'violation') })],
  }),
  'stands-again': aReport({
    rules: [aViolation(aRule(), { outcome: { ...again, removed: true } })],
    stayed: ['tcp 443 from 0.0.0.0/0', 'tcp 22 from 0.0.0.0/0'],
  }),
  'gone-stands-again': aReport({
    rules: [aViolation(aRule(), { outcome: { ...again, at: JUDGED } })],
    stayed: ['tcp 22 from 0.0.0.0/0'],
  }),
  resumed: aReport({ rules: [aViolation(aRule(), { outcome: { kind: 'done', at: REPAIRED, resumed: true } })] }),
  'resumed-restore': aReport({
    rules: [
      aViolation(aRule(), {
        how: 'modified',
        was: aRule({ source: from('10.0.0.0/8') }),
        intent: { kind: 'act', repair: { kind: 'restore', to: aRule({ source: from('10.0.0.0/8') }), orRevoke: true } },
        outcome: { kind: 'done', at: REPAIRED, resumed: true },
      }),
    ],
  }),
  'resumed-put-back': aReport({
    rules: [
      aViolation(aRule(), {
        how: 'removed',
        intent: { kind: 'act', repair: { kind: 'put-back' } },
        outcome: { kind: 'done', at: REPAIRED, resumed: true },
      }),
    ],
  }),
  company: aReport({
    rules: [
      aViolation(near, {
        findings: [
          aFinding({
            offending: ['tcp 22 from 1.1.1.1/32'],
            because: "1.1.1.1/32 covers all public IPv4 addresses together with the group's other rules",
          }),
        ],
      }),
    ],
    stayed: ['tcp 22 from 0.0.0.0/0', 'tcp 443 from 0.0.0.0/0'],
    alsoOpen: ['tcp 22 from 0.0.0.0/0'],
  }),
  'company-unread': aReport({
    rules: [anUndetermined(aRule({ source: from('128.0.0.0/2') }), aDoubt())],
    stayed: ['tcp 22 from pl-0aa11bb22cc33dd44'],
  }),
  'group-gone': aReport({
    group: { id: 'sg-0a1b2c3d4e5f60718' as never },
    rules: [
      {
        ...anUndetermined(
          aRule(),
          aDoubt({ reason: 'the tags of the group would have to be known to tell whether the policy covers it' }),
        ),
        outcome: GONE,
      },
    ],
    groupGone: true,
    stayed: [],
  }),
};
