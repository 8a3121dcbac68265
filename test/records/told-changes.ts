import type { GroupId, PrefixListId } from '../../functions/core/ids.ts';
import type { Report } from '../../functions/core/report.ts';
import type { Rule } from '../../functions/core/rule.ts';
import type { Finding } from '../../functions/core/verdict.ts';
import { aConcern, aDoubt, aFinding, aReport, aRule, aViolation, failed, ruleIdOf } from './reports.ts';

const DEFAULT = 'sg-0b1c2d3e4f5061728' as GroupId;
const LIST = 'pl-0aa11bb22cc33dd44' as PrefixListId;
const ranges = (remedy: Finding['remedy'], mode: Finding['mode'] = 'enforce') =>
  aFinding({ remedy, mode, remainder: ['tcp 0-21 from 0.0.0.0/0', 'tcp 23-1024 from 0.0.0.0/0'] });
const range = aRule({ from: 0, to: 1024, description: 'debugging, ticket 4711' });
const piece = (first: number, last: number): Rule => {
  const { id: _, ...content } = range;
  return { ...content, from: first, to: last };
};
const narrow = { kind: 'narrow', remainder: [piece(0, 21), piece(23, 1024)] } as const;

const list = (changes: Partial<Finding> = {}) =>
  aFinding({
    offending: [`tcp 22 from ${LIST}`],
    because: `${LIST} covers at least half of the public IPv4 addresses`,
    ...changes,
  });
const byList = (number: number) => aRule({ id: ruleIdOf(number), source: { kind: 'list', id: LIST } });
const listRule = (changes: Parameters<typeof aViolation>[1]) =>
  aViolation(byList(7), { how: 'standing', findings: [list({ remedy: 'restore' })], ...changes });

/** Reports of narrowed rules, prefix lists, new groups, tags and watched events, by the name of the golden file. */
export const TOLD_CHANGES: Readonly<Record<string, Report>> = {
  narrowed: aReport({
    rules: [aViolation(range, { findings: [ranges('narrow')], intent: { kind: 'act', repair: narrow } })],
  }),
  'narrowed-in-doubt': aReport({
    rules: [
      aViolation(range, {
        findings: [
          {
            ...ranges('narrow'),
            remainder: ['tcp 0-21 from 0.0.0.0/0', 'tcp 23-24 from 0.0.0.0/0', 'tcp 26-1024 from 0.0.0.0/0'],
          },
        ],
        doubts: [aDoubt({ reason: `the entries of ${LIST} would have to be known`, part: ['tcp 25 from 0.0.0.0/0'] })],
        intent: { kind: 'act', repair: narrow },
      }),
    ],
  }),
  'narrow-failed': aReport({
    rules: [
      aViolation(range, {
        findings: [ranges('narrow')],
        intent: { kind: 'act', repair: narrow },
        outcome: failed('AWS refused the revoke (UnauthorizedOperation)'),
      }),
    ],
  }),
  'narrow-impossible': aReport({
    rules: [
      aViolation(range, {
        findings: [ranges('narrow')],
        intent: { kind: 'act', repair: narrow },
        outcome: {
          kind: 'done',
          at: '2026-11-23T02:58:18.020Z',
          instead: 'what was within policy takes 2 rules, and the quota of the group leaves room for 1',
        },
      }),
    ],
  }),
  'list-restored': aReport({
    eventName: 'ModifyManagedPrefixList',
    rules: [listRule({ intent: { kind: 'act', repair: { kind: 'restore-list', list: LIST, version: 3 } } })],
  }),
  'list-failed': aReport({
    eventName: 'RestoreManagedPrefixListVersion',
    rules: [
      listRule({
        intent: { kind: 'act', repair: { kind: 'restore-list', list: LIST, version: 3 } },
        outcome: failed('the prefix list was changed again meanwhile, to version 5'),
      }),
    ],
  }),
  'list-revoked': aReport({
    eventName: 'ModifyManagedPrefixList',
    rules: [7, 8].map((number) =>
      aViolation(
        { ...byList(number), from: number === 7 ? 22 : 3389, to: number === 7 ? 22 : 3389 },
        {
          how: 'standing',
          findings: [list()],
          intent: {
            kind: 'act',
            repair: { kind: 'revoke' },
            instead: 'the prefix list belongs to another account, which alone can restore it',
          },
        },
      ),
    ),
  }),
  'created-group': aReport({
    eventName: 'CreateVpc',
    severity: 'medium',
    group: { id: DEFAULT, name: 'default', vpc: 'vpc-0123456789abcdef0' },
    rules: [
      aViolation(aRule({ protocol: -1, from: -1, to: -1, source: { kind: 'group', id: DEFAULT } }), {
        how: 'standing',
        findings: [
          aFinding({
            policy: 'default-group-closed',
            title: 'The default group of a VPC lets nothing in',
            severity: 'medium',
            why: 'Whatever is launched without a group gets this one.',
            runbook: 'Give each service a group of its own.',
            offending: ['all traffic from sg-0b1c2d3e4f5061728'],
            because: 'it lets in group sg-0b1c2d3e4f5061728, and the policy denies this traffic from any source',
          }),
        ],
      }),
    ],
    stayed: [],
  }),
  'tag-off': aReport({
    eventName: 'DeleteTags',
    severity: 'high',
    rules: [],
    concerns: [
      aConcern({
        policy: 'office-only',
        title: 'The web tier is reached from the office network alone',
        severity: 'high',
        why: 'The web tier has no login of its own.',
        runbook: 'Have the scope of the policy changed where its review can see it.',
      }),
    ],
  }),
  'tag-off-and-revoked': aReport({
    eventName: 'DeleteTags',
    rules: [aViolation(aRule(), { how: 'standing' })],
    concerns: [aConcern()],
  }),
  'tag-on': aReport({
    eventName: 'CreateTags',
    rules: [aViolation(aRule(), { how: 'standing', intent: { kind: 'notify' } })],
  }),
  watched: watched(),
};

/** A change beside security groups, which no group is named in. */
function watched(): Report {
  const { stayed: _, ...report } = aReport({
    id: '5c2f8d6e-31a4-4b0f-9d57-e8a1c07b2f94/unknown',
    eventName: 'CreateNetworkAclEntry',
    severity: 'low',
    group: {},
    rules: [],
    concerns: [
      aConcern({
        policy: 'watch-network-acls',
        title: 'Changes to network ACLs are told',
        severity: 'low',
        mode: 'audit',
        why: 'A network ACL is the firewall behind the security groups.',
        runbook: 'Nothing, if the network team made it.',
        because: 'entry 100 of acl-0d1e2f3a4b5c60718 lets all traffic from 0.0.0.0/0 in',
      }),
    ],
  });
  return report;
}
