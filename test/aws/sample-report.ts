import { accountId, groupId, prefixListId, ruleId } from '../../functions/core/ids.ts';
import type { Report, ReportedRule } from '../../functions/core/report.ts';
import { type Cidr, parseCidr } from '../../functions/core/traffic/cidr.ts';

/** What a reader of ids or CIDRs gave for a text of a test, which must be good. */
function good<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('The test names a bad id or CIDR');
  return value;
}

export const GROUP = good(groupId('sg-0a1b2c3d4e5f60718'));
export const OTHER_GROUP = good(groupId('sg-0f0e0d0c0b0a09080'));
export const RULE = good(ruleId('sgr-00000000000000001'));
export const OTHER_RULE = good(ruleId('sgr-00000000000000002'));
export const LIST = good(prefixListId('pl-0a1b2c3d4e5f60718'));
export const OTHER_LIST = good(prefixListId('pl-0f0e0d0c0b0a09080'));
export const ACCOUNT = good(accountId('123456789012'));
export const cidr = (text: string): Cidr => good(parseCidr(text)).cidr;

/** A rule that breaks a policy, as it is before the act. */
export const OFFENDER: ReportedRule = {
  rule: { id: RULE, protocol: 6, from: 22, to: 22, source: { kind: 'cidr', cidr: cidr('0.0.0.0/0') } },
  how: 'added',
  text: 'tcp 22 from 0.0.0.0/0',
  verdict: {
    kind: 'violation',
    findings: [
      {
        policy: 'no-public-admin-ports',
        title: 'SSH and RDP are never open to the internet',
        severity: 'critical',
        mode: 'enforce',
        remedy: 'revoke',
        runbook: 'Use Session Manager',
        offending: ['tcp 22 from 0.0.0.0/0'],
        remainder: [],
        because: 'The source holds every public IPv4 address',
      },
    ],
    doubts: [],
  },
  intent: { kind: 'act', repair: { kind: 'revoke' } },
};

/** A rule that breaks none. */
const HARMLESS: ReportedRule = {
  rule: { id: OTHER_RULE, protocol: 6, from: 443, to: 443, source: { kind: 'cidr', cidr: cidr('10.0.0.0/8') } },
  how: 'added',
  text: 'tcp 443 from 10.0.0.0/8',
  verdict: { kind: 'compliant' },
  intent: { kind: 'none' },
};

/** A report as it is opened. */
export const REPORT: Report = {
  version: 1,
  id: `6f0c1c1e-0001-4000-8000-000000000001/${GROUP}`,
  eventId: '6f0c1c1e-0001-4000-8000-000000000001',
  eventName: 'AuthorizeSecurityGroupIngress',
  account: ACCOUNT,
  region: 'eu-west-1',
  actor: { kind: 'user', name: 'alice' },
  group: { id: GROUP, name: 'web-1' },
  verdict: 'violation',
  severity: 'critical',
  rules: [OFFENDER, HARMLESS],
  stayed: ['tcp 443 from 0.0.0.0/0'],
  changedAt: '2026-11-23T12:00:00Z',
  judgedAt: '2026-11-23T12:00:05.250Z',
};
