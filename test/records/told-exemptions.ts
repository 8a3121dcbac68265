import type { Report } from '../../functions/core/report.ts';
import {
  ANNA,
  aCompliant,
  aFinding,
  anExcuse,
  anExempt,
  aReport,
  aRule,
  aViolation,
  from,
  ruleIdOf,
} from './reports.ts';

const rdp = aRule({ id: ruleIdOf(2), from: 3389, to: 3389 });
const partly = aViolation(aRule({ from: 22, to: 3389 }), {
  findings: [
    aFinding({
      remedy: 'narrow',
      offending: ['tcp 3389 from 0.0.0.0/0'],
      remainder: ['tcp 22-3388 from 0.0.0.0/0'],
    }),
  ],
  excuses: [anExcuse()],
  intent: { kind: 'act', repair: { kind: 'narrow', remainder: [aRule({ from: 22, to: 3388 })] } },
});
const owner = 'jonas.berg@example.com';
const { kind, arn, name, account } = ANNA;

/** The mails that speak of exemptions, by the name of their golden file. */
export const TOLD_EXEMPTIONS: Readonly<Record<string, Report>> = {
  'exempt-part': aReport({ rules: [partly] }),
  'exempt-beside': aReport({
    rules: [anExempt(), aViolation(rdp), aCompliant(aRule({ id: ruleIdOf(3), from: 443, to: 443 }))],
  }),
  'exempt-quiet': aReport({ verdict: 'exempt', rules: [anExempt()], quiet: true }),
  'exempt-went': aReport({
    verdict: 'exempt',
    eventName: 'RevokeSecurityGroupIngress',
    rules: [
      anExempt(
        aRule({ from: 443, to: 443, source: from('10.0.0.0/8') }),
        anExcuse({ excused: ['tcp 443 from 10.0.0.0/8'] }),
        'removed',
      ),
    ],
    quiet: true,
  }),
  'nearly-exempt': aReport({
    rules: [
      aViolation(aRule(), {
        findings: [
          aFinding({
            nearly: [
              { exemption: 'vendor-support', owner, kind: 'expired', until: '2026-11-22T00:00:00Z' },
              { exemption: 'pipeline', owner, kind: 'other-actor' },
              { exemption: 'migration', owner, kind: 'to-come', from: '2026-12-01T00:00:00Z' },
            ],
          }),
        ],
      }),
    ],
  }),
  'brought-by': aReport({
    eventName: 'CreateTags',
    rules: [
      aViolation(aRule(), {
        how: 'standing',
        by: { kind, name, ...(arn && { arn }), ...(account && { account }) },
        intent: { kind: 'notify' },
      }),
    ],
  }),
};
