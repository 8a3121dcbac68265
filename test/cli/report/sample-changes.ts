import type { ReportedChange } from '../../../cli/report/reported-change.ts';
import type { JudgedChange } from '../../../functions/backtest/judged-change.ts';

/** Numbers in [0, 1) that a seed makes, so that every run sees the same sample. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Kind = Pick<
  JudgedChange,
  'verdict' | 'severity' | 'policies' | 'offending' | 'remainder' | 'remedy' | 'mode' | 'reason'
>;

const COMPLIANT: Kind = {
  verdict: 'compliant',
  severity: null,
  policies: [],
  offending: [],
  remainder: [],
  remedy: null,
  mode: null,
  reason: '',
};

const violation = (policy: string, offending: string[], reason: string, changes: Partial<Kind> = {}): Kind => ({
  verdict: 'violation',
  severity: 'critical',
  policies: [policy],
  offending,
  remainder: [],
  remedy: 'revoke',
  mode: 'audit',
  reason,
  ...changes,
});

const ADMIN = 'no-public-admin-ports';
const HIGH_RISK = 'no-public-high-risk-ports';
const WORLD = '0.0.0.0/0 covers at least half of the public IPv4 addresses';

/** What a violation of the sample looks like. */
const VIOLATIONS: readonly Kind[] = [
  violation(ADMIN, ['tcp 22 from 0.0.0.0/0'], WORLD, {
    remainder: ['tcp 0-21 from 0.0.0.0/0', 'tcp 23-1024 from 0.0.0.0/0'],
  }),
  violation(ADMIN, ['tcp 22 from 0.0.0.0/0'], WORLD),
  violation(ADMIN, ['tcp 3389 from 0.0.0.0/0', 'tcp 3389 from ::/0'], WORLD),
  violation(HIGH_RISK, ['tcp 5432 from 128.0.0.0/1'], '128.0.0.0/1 and the group’s other rules cover the internet', {
    severity: 'high',
    remedy: 'narrow',
  }),
  violation(HIGH_RISK, ['tcp 9200-9300 from 0.0.0.0/0'], WORLD, { severity: 'high' }),
  violation(
    'default-group-closed',
    ['all traffic from sg-0f0e0d0c0b0a09080'],
    'it lets in group sg-0f0e0d0c0b0a09080, and the policy denies this traffic from any source',
    {
      severity: 'medium',
      remedy: 'notify',
    },
  ),
  violation(ADMIN, ['all traffic from 0.0.0.0/0'], WORLD, { policies: [ADMIN, HIGH_RISK] }),
  violation(HIGH_RISK, ['icmp type 8 code any from 0.0.0.0/0', 'udp 161 from 198.51.0.0/16'], WORLD, {
    severity: 'low',
  }),
];

const undetermined = (reason: string): Kind => ({
  ...COMPLIANT,
  verdict: 'undetermined',
  severity: 'critical',
  policies: [ADMIN],
  reason,
});

const UNDETERMINED: readonly Kind[] = [
  undetermined("the group's tags would have to be known to tell whether the policy covers it"),
  undetermined('the entries of pl-0aa11bb22cc33dd44 would have to be known'),
  undetermined('the rule that was there before would have to be known'),
];

const EXEMPT: Kind = {
  ...COMPLIANT,
  verdict: 'exempt',
  severity: 'high',
  policies: [HIGH_RISK],
  offending: [],
  reason: 'excused by vendor-database-import',
};

const TOOLS = ['Terraform', 'AWS CloudFormation', 'AWS console', 'AWS CLI', 'AWS CDK', 'AWS SDK', null];
const PEOPLE = [
  'anna.kowalska',
  'piotr.nowak',
  'li.wei',
  'amara.okafor',
  'j.smith',
  'sofia.rossi',
  'kenji.ito',
  'e.muller',
];
const TEAMS = [
  'payments',
  'search',
  'web',
  'data',
  'ml',
  'mobile',
  'platform',
  'growth',
  'billing',
  'identity',
  'media',
  'edge',
];

/** So many hexadecimal digits. */
function hex(random: () => number, length: number): string {
  let digits = '';
  while (digits.length < length)
    digits += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return digits.slice(0, length);
}

/**
 * A quarter of changes in a company of many teams, in the order of time: every team has its roles, accounts and groups, some
 * work far more than others, and a few roles open what they should not.
 */
export function* sampleChanges(count: number, { seed = 1, bad = 0.02 } = {}): Generator<JudgedChange> {
  const random = dice(seed);
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() ** 2 * list.length)] as Value;
  const accounts = Array.from({ length: 18 }, () => String(100_000_000_000 + Math.floor(random() * 899_999_999_999)));
  const teams = Array.from({ length: 40 }, (_, index) => {
    const name = `${TEAMS[index % TEAMS.length]}${index < TEAMS.length ? '' : `-${Math.floor(index / TEAMS.length) + 1}`}`;
    const account = pick(accounts);
    const role = `arn:aws:iam::${account}:role/${index % 3 === 0 ? 'ci/' : 'teams/'}${name}-${index % 3 === 0 ? 'pipeline' : 'engineer'}`;
    const groups = Array.from({ length: 8 + Math.floor(random() * 50) }, (_, number) => ({
      id: `sg-0${hex(random, 16)}`,
      name: `${name}-${['web', 'db', 'cache', 'jobs', 'admin'][number % 5]}-${number}`,
    }));
    return { name, account, role, groups, tool: pick(TOOLS), careless: random() ** 3 };
  });
  const start = Date.parse('2026-08-24T00:00:00Z');
  const quarter = 92 * 86_400_000;
  for (let index = 0; index < count; index++) {
    const at = start + (quarter * index) / count;
    const team = pick(teams);
    const group = pick(team.groups);
    const calm = 1.6 - (1.2 * index) / count;
    const dose = random();
    const kind =
      dose < bad * calm * team.careless * 3
        ? pick(VIOLATIONS)
        : dose > 1 - bad / 4
          ? pick(UNDETERMINED)
          : dose > 1 - bad / 2.5
            ? EXEMPT
            : COMPLIANT;
    const eventId = `${hex(random, 8)}-${hex(random, 4)}-4${hex(random, 3)}-8${hex(random, 3)}-${hex(random, 12)}`;
    const session = team.role.includes('/ci/') ? `run-${Math.floor(random() * 1e6)}` : pick(PEOPLE);
    const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
    yield {
      eventId,
      eventName: 'AuthorizeSecurityGroupIngress',
      time,
      account: team.account,
      region: 'eu-west-1',
      groupId: group.id,
      groupName: group.name,
      actor: team.role,
      actorName: `${session} (role ${team.role.slice(team.role.lastIndexOf('/') + 1)})`,
      tool: team.tool,
      ...kind,
      place: `CloudTrail/eu-west-1/${time.slice(0, 10).replaceAll('-', '/')}/${team.account}_${hex(random, 8)}.json.gz: Records[${Math.floor(random() * 400)}]`,
      ...((kind.verdict === 'violation' || kind.verdict === 'undetermined') && {
        record: recordOf(eventId, time, team, group, kind, session, random),
      }),
    };
  }
}

function recordOf(
  eventID: string,
  eventTime: string,
  team: { account: string; role: string },
  group: { id: string },
  kind: Kind,
  session: string,
  random: () => number,
): unknown {
  return {
    eventVersion: '1.10',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROA${hex(random, 16).toUpperCase()}:${session}`,
      arn: `arn:aws:sts::${team.account}:assumed-role/${team.role.slice(team.role.lastIndexOf('/') + 1)}/${session}`,
      accountId: team.account,
      accessKeyId: `ASIA${hex(random, 16).toUpperCase()}`,
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: team.role, accountId: team.account },
        attributes: { creationDate: eventTime, mfaAuthenticated: 'false' },
      },
    },
    eventTime,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: 'eu-west-1',
    sourceIPAddress: `203.0.113.${Math.floor(random() * 256)}`,
    userAgent: 'aws-cli/2.17.44 md/awscrt#0.21.2 ua/2.0 os/linux#6.8.0 lang/python#3.12.6 command#ec2',
    requestParameters: { groupId: group.id, ipPermissions: { items: kind.offending.map((text) => ({ text })) } },
    responseElements: {
      requestId: eventID,
      _return: true,
      securityGroupRuleSet: {
        items: [{ groupId: group.id, securityGroupRuleId: `sgr-0${hex(random, 16)}`, isEgress: false }],
      },
    },
    requestID: eventID,
    eventID,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: team.account,
    eventCategory: 'Management',
  };
}

/** The policies that judged the sample. */
export const SAMPLE_POLICIES = [
  { id: ADMIN, title: 'SSH and RDP are never open to the internet', severity: 'critical', mode: 'audit' },
  { id: HIGH_RISK, title: 'Databases and consoles are never open to the internet', severity: 'high', mode: 'audit' },
  { id: 'default-group-closed', title: 'Default groups let nothing in', severity: 'medium', mode: 'audit' },
  { id: 'frozen-sample', title: 'Frozen groups stay as they are', severity: 'high', mode: 'enforce' },
] as const;

/** The same as the responder would have left it in its ledger: most closed in seconds, a few held, failed or gone before. */
export function* sampleReports(
  count: number,
  options: { seed?: number; bad?: number } = {},
): Generator<ReportedChange> {
  const random = dice(options.seed ?? 1);
  for (const change of sampleChanges(count, options)) {
    const fate = random();
    if (change.verdict === 'exempt') {
      yield { ...change, outcome: 'exempt', told: { mail: true, event: true }, exemptions: ['vendor-database-import'] };
      continue;
    }
    const broken = change.verdict === 'violation';
    const outcome = !broken
      ? ({ undetermined: 'undetermined', compliant: 'none' } as const)[change.verdict]
      : change.remedy === 'notify'
        ? 'notified'
        : fate < 0.02
          ? 'failed'
          : fate < 0.04
            ? 'held'
            : fate < 0.08
              ? 'already-gone'
              : 'reverted';
    yield {
      ...change,
      outcome,
      told: { mail: fate < 0.995, event: true },
      ...(outcome === 'reverted' && {
        exposure: Math.round((4 + 40 * random() ** 9) * 10) / 10 + (random() < 0.01 ? 900 : 0),
      }),
    };
  }
}
