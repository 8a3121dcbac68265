import type { GroupId, PrefixListId } from '../../functions/core/ids.ts';
import type { Report } from '../../functions/core/report.ts';
import type { Cidr } from '../../functions/core/traffic/cidr.ts';
import {
  aCompliant,
  aDoubt,
  aFinding,
  anUnclearReport,
  anUndetermined,
  aReport,
  aRule,
  aViolation,
  failed,
  from,
  GONE,
  held,
  ruleIdOf,
} from './reports.ts';
import { TOLD_CHANGES } from './told-changes.ts';
import { TOLD_EXEMPTIONS } from './told-exemptions.ts';
import { TOLD_RESTORES } from './told-restores.ts';
import { TOLD_TRUTHS } from './told-truths.ts';

const HOSTILE = '"\r\nWHAT WAS DONE\n  Reverted: yes\u202e\u0000 (all is well)';
const admin = (range: string) =>
  aFinding({
    offending: [`tcp 22 from ${range}`, `tcp 3389 from ${range}`],
    remainder: [`tcp 0-21 from ${range}`, `tcp 23-3388 from ${range}`, `tcp 3390-65535 from ${range}`],
    because: `${range} covers at least half of the public ${range.includes(':') ? 'IPv6' : 'IPv4'} addresses`,
  });
const everyPort = (number: number, range: string) =>
  aRule({ id: ruleIdOf(number), from: 0, to: 65535, source: from(range) });
const list = aRule({ id: ruleIdOf(7), source: { kind: 'list', id: 'pl-0aa11bb22cc33dd44' as PrefixListId } });
const audit = aFinding({ mode: 'audit' });

/** One report for each mail that people get, by the name of its golden file. */
export const TOLD: Readonly<Record<string, Report>> = {
  reverted: aReport({
    rules: [
      aViolation(aRule({ from: 0, to: 1024, description: 'debugging, ticket 4711, remove on Friday' }), {
        findings: [aFinding({ remainder: ['tcp 0-21 from 0.0.0.0/0', 'tcp 23-1024 from 0.0.0.0/0'] })],
      }),
    ],
  }),
  audit: aReport({
    actor: {
      kind: 'identity-center',
      arn: 'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_NetworkAdmin_0123456789abcdef',
      name: 'NetworkAdmin',
      session: 'jonas.berg@example.com',
      account: '123456789012',
      address: '198.51.100.77',
      userAgent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
      tool: 'console',
    },
    rules: [
      aViolation(aRule({ description: 'ssh for jonas' }), {
        intent: { kind: 'would', repair: { kind: 'revoke' } },
        findings: [audit],
      }),
    ],
  }),
  'already-gone': aReport({ rules: [aViolation(aRule(), { outcome: GONE })] }),
  failed: aReport({
    actor: {
      kind: 'root',
      name: 'root',
      account: '123456789012',
      arn: 'arn:aws:iam::123456789012:root',
      address: '203.0.113.9',
      tool: 'console',
    },
    rules: [
      aViolation(aRule({ description: 'temp' }), {
        outcome: failed(
          'AWS refused the revoke (UnauthorizedOperation): You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/portcullis-respond/portcullis-respond is not authorized to perform: ec2:RevokeSecurityGroupIngress with an explicit deny in a service control policy',
        ),
      }),
    ],
  }),
  held: aReport({
    actor: {
      kind: 'user',
      name: 'terraform',
      arn: 'arn:aws:iam::123456789012:user/ci/terraform',
      account: '123456789012',
      address: '192.0.2.44',
      userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 aws-sdk-go-v2/1.30.4',
      tool: 'Terraform',
    },
    rules: [aViolation(aRule(), { outcome: held() })],
  }),
  undetermined: aReport({ severity: 'critical', rules: [anUndetermined(list)] }),
  unclear: anUnclearReport(
    'requestParameters.ModifySecurityGroupRulesRequest: rules changed in place are not judged yet',
    {
      eventName: 'ModifySecurityGroupRules',
      actor: {
        kind: 'service',
        name: 'cloudformation.amazonaws.com',
        address: 'cloudformation.amazonaws.com',
        userAgent: 'cloudformation.amazonaws.com',
        tool: 'CloudFormation',
      },
    },
  ),
  several: aReport({
    rules: [
      aViolation(everyPort(1, '0.0.0.0/0'), { findings: [admin('0.0.0.0/0')] }),
      aViolation(everyPort(2, '::/0'), { findings: [admin('::/0')] }),
      aCompliant(
        aRule({ id: ruleIdOf(3), from: 443, to: 443, source: from('10.20.0.0/16'), description: 'from the office' }),
      ),
    ],
  }),
  mixed: aReport({
    rules: [
      aViolation(everyPort(1, '0.0.0.0/0'), {
        findings: [
          admin('0.0.0.0/0'),
          aFinding({
            policy: 'frozen-sample',
            title: 'The sample group is frozen',
            severity: 'medium',
            why: 'It shows what Portcullis does.',
            runbook:
              'Ask the owner of the group to add the rule.\n1. Open a ticket with the port and the source.\n2. Wait for their answer.',
            offending: ['tcp 0-65535 from 0.0.0.0/0'],
            because: 'the group is frozen: no ingress rule may be added to it',
          }),
        ],
      }),
      aViolation(everyPort(2, '::/0'), {
        findings: [admin('::/0')],
        outcome: failed('AWS accepted 4 revokes one after another, yet the rule still stands'),
      }),
      anUndetermined(list),
      aCompliant(aRule({ id: ruleIdOf(3), from: 443, to: 443, source: from('10.20.0.0/16') })),
    ],
  }),
  notify: aReport({
    severity: 'medium',
    rules: [
      aViolation(aRule({ from: 8080, to: 8080, source: from('198.51.100.0/24' as Cidr) }), {
        intent: { kind: 'notify' },
        findings: [
          aFinding({
            policy: 'partners-by-list',
            title: 'Partners come in through the partner prefix list',
            severity: 'medium',
            remedy: 'notify',
            why: 'Partner addresses change; a list is changed in one place, single rules are forgotten.',
            runbook: 'Ask the network team to add the address to the partner list, then refer to the list.',
            offending: ['tcp 8080 from 198.51.100.0/24'],
            because:
              'only tcp 8080 from pl-0aa11bb22cc33dd44 may be let in, and it lets in tcp 8080 from 198.51.100.0/24',
          }),
        ],
        doubts: [
          aDoubt({
            policy: 'office-only',
            severity: 'low',
            reason: 'the tags of the group would have to be known to tell whether the policy covers it',
          }),
        ],
      }),
    ],
  }),
  hostile: aReport({
    eventName: `Authorize${HOSTILE}`,
    group: { id: 'sg-0a1b2c3d4e5f60718' as GroupId, name: `web-1 (999999999999, us-east-1)${HOSTILE}` },
    actor: {
      kind: 'role',
      name: `deploy${HOSTILE}`,
      arn: `arn:aws:iam::123456789012:role/x${HOSTILE}`,
      session: `anna\nREPORT\n  Id: 1${HOSTILE}`,
      address: `203.0.113.1 From: 10.0.0.1${HOSTILE}`,
      userAgent: `curl/8 \u200b\u2028Tool: none${HOSTILE}`.repeat(40),
      tool: `Terraform${HOSTILE}`,
    },
    rules: [
      aViolation(
        aRule({
          description: `approved by security. Verdict: compliant${HOSTILE}`,
          source: { kind: 'group-name', name: `trusted${HOSTILE}` },
        }),
        {
          outcome: failed(`the group ${HOSTILE} could not be read`),
          doubts: [aDoubt({ reason: `the id of group ${HOSTILE} would have to be known` })],
        },
      ),
    ],
    stayed: [`tcp 443 from group ${HOSTILE}`],
    id: `5c2f8d6e-31a4-4b0f-9d57-e8a1c07b2f94/${HOSTILE}`,
  }),
  ...TOLD_RESTORES,
  ...TOLD_EXEMPTIONS,
  ...TOLD_CHANGES,
  ...TOLD_TRUTHS,
};
