import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expiredExemptions } from '../../functions/policy-file/check-exemptions.ts';
import { compilePolicies } from '../../functions/policy-file/compile-policies.ts';
import { loadPolicies } from '../../functions/policy-file/load-policies.ts';
import { problemText } from '../../functions/policy-file/problem.ts';
import { runCases } from '../../functions/policy-file/run-cases.ts';
import { schemaFiles } from '../../functions/policy-file/schema.ts';

const KEYS: Readonly<Record<string, string>> = {
  id: 'vendor',
  policy: 'ssh',
  group: 'sg-0123456789abcdef0',
  traffic: '{ protocol: tcp, ports: 22, sources: 198.51.100.0/24 }',
  owner: 'anna',
  reason: 'Vendor support',
  ticket: 'OPS-1',
  from: '2026-11-01',
  until: '2026-12-31',
};

/** One exemption of a file, with other texts for some keys; undefined leaves one out. Each key has a line of its own. */
const entry = (changes: Readonly<Record<string, string | undefined>> = {}): string =>
  Object.entries({ ...KEYS, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value], index) => `${index === 0 ? '- ' : '  '}${key}: ${value}\n`)
    .join('');

const policy = (id: string, ban: string, more = '') => ({
  [`${id}/policy.yaml`]: `id: ${id}\ntitle: T\nseverity: low\nrunbook: R\n${ban}\n${more}`,
  [`${id}/cases.yaml`]:
    '- { name: a, rule: { protocol: tcp, ports: 22, source: 0.0.0.0/0 }, expect: violation }\n- { name: b, rule: { protocol: tcp, ports: 22, source: 10.0.0.0/8 }, expect: compliant }\n',
});
const SSH = policy('ssh', 'deny: [{ protocol: tcp, ports: [22, 3389], sources: anywhere }]');

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'exemptions-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function load(exemptions: string, files: Readonly<Record<string, string>> = SSH) {
  for (const [name, content] of Object.entries({ ...files, 'exemptions.yaml': exemptions })) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return loadPolicies(dir);
}
const found = (...of: Parameters<typeof load>) =>
  load(...of).problems.map((each) => problemText({ ...each, file: each.file.replace(`${dir}/`, '') }));

describe('exemptions.yaml', () => {
  test('hangs each exemption on its policy, compiled', () => {
    const actor = '["arn:aws:iam::123456789012:role/deploy", "arn:aws:iam::*:user/ops/*"]';
    const { problems, policies, exemptions } = load(
      entry({ actor, until: '2026-12-31T18:00:00Z' }) + entry({ id: 'two' }),
    );
    expect(problems).toEqual([]);
    expect(exemptions.map(({ exemption }) => exemption.id)).toEqual(['vendor', 'two']);
    expect(policies[0]?.exemptions).toEqual([
      {
        id: 'vendor',
        policy: 'ssh',
        group: { groups: ['sg-0123456789abcdef0'] },
        traffic: [{ protocols: [6], ports: [[22, 22]], sources: [{ kind: 'cidr', cidr: '198.51.100.0/24' }] }],
        actors: ['arn:aws:iam::123456789012:role/deploy', 'arn:aws:iam::*:user/ops/*'],
        owner: 'anna',
        reason: 'Vendor support',
        ticket: 'OPS-1',
        from: '2026-11-01T00:00:00Z',
        until: '2026-12-31T18:00:00Z',
      },
      // A day in the file is in force to its end.
      expect.objectContaining({ id: 'two', from: '2026-11-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }),
    ]);
    expect(compilePolicies(dir)[0]?.exemptions).toHaveLength(2);
  });

  test.for([
    ['a list of ids and names', '[sg-0123456789abcdef0, "web-*"]', { groups: ['sg-0123456789abcdef0', 'web-*'] }],
    ['a name', 'web-1', { groups: ['web-1'] }],
    ['a map with an id', '{ id: sg-0123456789abcdef0 }', { groups: ['sg-0123456789abcdef0'] }],
    [
      'a map with a name and tags',
      '{ name: "web-*", tags: { tier: [edge, 1] } }',
      { groups: ['web-*'], tags: { tier: ['edge', '1'] } },
    ],
    ['tags', '{ tags: { tier: edge } }', { tags: { tier: ['edge'] } }],
  ] as const)('takes as group %s', ([, group, compiled]) => {
    const { problems, policies } = load(entry({ group }));
    expect(problems).toEqual([]);
    expect(policies[0]?.exemptions?.[0]?.group).toEqual(compiled);
  });

  test.for<[string, string]>([
    ['nothing', ''],
    ['comments', '# - id: none yet\n'],
    ['an empty list', '[]\n'],
  ])('may hold %s', ([, text]) => {
    const { problems, policies, exemptions } = load(text);
    expect([problems, exemptions, policies[0]?.exemptions]).toEqual([[], [], undefined]);
  });

  const sessions =
    'names a session, whose name its caller chooses; write the role, arn:aws:iam::<account>:role/<path and name>';
  const shape = 'is no ARN of a user or role, such as arn:aws:iam::123456789012:role/deploy, with * and ?';
  test.for<[string, Record<string, string | undefined>, string[]]>([
    ['no end', { until: undefined }, ['1:3 missing-key [0]: Key until is missing']],
    [
      'no owner, reason, ticket or beginning',
      { owner: undefined, reason: undefined, ticket: undefined, from: undefined },
      ['from', 'owner', 'reason', 'ticket'].map((key) => `1:3 missing-key [0]: Key ${key} is missing`),
    ],
    [
      'another key',
      { actors: 'x' },
      [
        '10:3 unknown-key [0]: Key "actors" is none of id, policy, group, traffic, actor, owner, reason, ticket, from, until; did you mean actor?',
      ],
    ],
    [
      'an odd id',
      { id: 'Vendor 1' },
      ['1:7 bad-id [0].id: "Vendor 1" is not 1 to 64 lower-case letters, digits and single hyphens'],
    ],
    [
      'a day that is none',
      { until: '2026-02-30' },
      [
        '9:10 bad-id [0].until: "2026-02-30" is no date, such as 2026-12-31, nor a time in UTC, such as 2026-12-31T18:00:00Z',
      ],
    ],
    [
      'a time elsewhere',
      { from: '2026-11-01T00:00:00+01:00' },
      [
        '8:9 bad-id [0].from: "2026-11-01T00:00:00+01:00" is no date, such as 2026-12-31, nor a time in UTC, such as 2026-12-31T18:00:00Z',
      ],
    ],
    [
      'a number for a day',
      { from: '20261101' },
      ['8:9 wrong-type [0].from: number 20261101 is given; a date, such as 2026-12-31 is needed'],
    ],
    [
      'an end before the beginning',
      { until: '2026-10-31' },
      ['9:10 exemption-dates [0].until: "2026-10-31T00:00:00Z" is not after from, "2026-11-01T00:00:00Z"'],
    ],
    ['one day', { until: '2026-11-01' }, []],
    ['a year', { until: '2027-11-01' }, []],
    [
      'more than a year',
      { until: '2027-11-02' },
      [
        '9:10 exemption-dates [0].until: The exemption lasts 366 days; at most 365 are allowed (exemption-days in guardrails.yaml)',
      ],
    ],
    [
      'a second more than a year',
      { until: '2027-11-01T00:00:01Z' },
      [
        '9:10 exemption-dates [0].until: The exemption lasts 366 days; at most 365 are allowed (exemption-days in guardrails.yaml)',
      ],
    ],
    [
      'host bits',
      { traffic: '{ protocol: tcp, sources: 198.51.100.7/24 }' },
      ['4:38 host-bits [0].traffic.sources: 198.51.100.7/24 has host bits; write 198.51.100.0/24'],
    ],
    ['no traffic', { traffic: '[]' }, ['4:12 bad-count [0].traffic: No entry is given; at least 1 is needed']],
    [
      'a word for what is too wide',
      { traffic: '{ protocol: tcp, sources: { wider-than: { ipv4: 8 } } }' },
      [
        '4:38 conflict [0].traffic.sources: wider-than names what is too wide, so it cannot say what is excused; name CIDRs instead',
      ],
    ],
    [
      'every group',
      { group: '[web-1, "*", "sg-*", "?*"]' },
      ['*', 'sg-*', '?*'].map(
        (pattern, index) =>
          `3:${[18, 23, 31][index]} exemption-broad [0].group[${index + 1}]: "${pattern}" names every group; name the groups that are meant, or change the policy`,
      ),
    ],
    ['no group', { group: '{ }' }, ['3:10 bad-count [0].group: At least one of id, name, tags is needed']],
    ['a name as id', { group: '{ id: web-1 }' }, ['3:16 conflict [0].group.id: "web-1" is no id; write name']],
    [
      'an id and a name',
      { group: '{ id: sg-0123456789abcdef0, name: web-1 }' },
      ['3:44 conflict [0].group.name: An id says which group it is already; id is given too'],
    ],
    [
      'a session',
      { actor: '"arn:aws:sts::123456789012:assumed-role/deploy/anna"' },
      [`10:10 bad-id [0].actor: "arn:aws:sts::123456789012:assumed-role/deploy/anna" ${sessions}`],
    ],
    [
      'root',
      { actor: '"arn:aws:iam::123456789012:root"' },
      [
        '10:10 bad-id [0].actor: "arn:aws:iam::123456789012:root" names root, which is never excused; write a user or a role',
      ],
    ],
    [
      'everybody',
      { actor: '"arn:aws:iam::123456789012:role/*"' },
      [
        '10:10 exemption-broad [0].actor: "arn:aws:iam::123456789012:role/*" names every user or role; name those that are meant',
      ],
    ],
    [
      'empty and odd actors',
      { actor: '["", deploy, "*", 7]' },
      ['10:11 bad-id [0].actor[0]: "" ', '10:15 bad-id [0].actor[1]: "deploy" ', '10:23 bad-id [0].actor[2]: "*" ']
        .map((start) => start + shape)
        .concat('10:28 wrong-type [0].actor[3]: number 7 is given; the ARN of a user or role is needed'),
    ],
    [
      'a policy that is not there',
      { policy: 'shs' },
      ['2:11 exemption-policy [0].policy: "shs" is no policy of this folder; did you mean ssh?'],
    ],
    [
      'traffic that the policy does not forbid',
      { traffic: '{ protocol: tcp, ports: 443, sources: any }' },
      [
        '4:12 exemption-void [0].traffic: ssh forbids none of this traffic, so the exemption excuses nothing; take it out or mend the traffic',
      ],
    ],
    [
      'references, which the policy does not forbid',
      { traffic: '{ protocol: tcp, ports: 22, sources: sg-0123456789abcdef0 }' },
      [
        '4:12 exemption-void [0].traffic: ssh forbids none of this traffic, so the exemption excuses nothing; take it out or mend the traffic',
      ],
    ],
    [
      'a reason that could break a mail',
      { reason: '"a\\u202eb"' },
      ['6:11 bad-text [0].reason: The text holds the control character U+202E'],
    ],
  ])('refuses or takes %s', ([, changes, problems]) => {
    expect(found(entry(changes)).map((text) => text.replace('exemptions.yaml:', ''))).toEqual(problems);
  });

  test('refuses two of one id, and is silent of policies that are wrong themselves', () => {
    const files = { ...SSH, ...policy('web', 'freeze: 1') };
    expect(found(entry() + entry() + entry({ id: 'three', policy: 'web' }), files)).toEqual([
      'exemptions.yaml:10:7 exemption-duplicate [1].id: vendor is the id of the exemption on line 1 too',
      'web/policy.yaml:5:9 wrong-type freeze: 1 is given; only true is allowed, else leave freeze out',
    ]);
  });

  test('keeps to the days that guardrails.yaml allows', () => {
    expect(found(entry({ until: '2026-12-02' }), { ...SSH, 'guardrails.yaml': 'exemption-days: 30\n' })).toEqual([
      'exemptions.yaml:9:10 exemption-dates [0].until: The exemption lasts 31 days; at most 30 are allowed (exemption-days in guardrails.yaml)',
    ]);
  });
});

const VOID = 'exemption-void';
const BROAD = 'exemption-broad';
describe('an exemption is held against its policy', () => {
  const deny = (sources: string) => `deny: [{ protocol: tcp, ports: 20-25, sources: ${sources} }]`;
  const only = (sources: string) => `only: [{ protocol: tcp, ports: 443, sources: ${sources} }]`;
  const ssh = (sources: string) => `{ protocol: tcp, ports: 22, sources: ${sources} }`;
  const https = (sources: string) => `{ protocol: tcp, ports: 443, sources: ${sources} }`;
  const all = '{ protocol: all, sources: any }';
  const scoped = (groups: string) => `scope: { groups: ${groups} }\n`;
  const own = scoped('sg-0123456789abcdef0');
  test.for<[string, string, string, string | undefined, string?, string?]>([
    ['addresses within anywhere', deny('anywhere'), ssh('10.0.0.0/8'), undefined],
    ['private addresses, where the public ones are forbidden', deny('public'), ssh('10.0.0.0/8'), VOID],
    ['a list, which may hold public ones', deny('public'), ssh('pl-0123456789abcdef0'), undefined],
    ['other addresses', deny('10.0.0.0/8'), ssh('172.16.0.0/12'), VOID],
    ['overlapping addresses', deny('10.0.0.0/8'), ssh('10.1.0.0/16'), undefined],
    ['another family', deny('0.0.0.0/0'), ssh('"::/0"'), VOID],
    ['another group', deny('sg-00000001'), ssh('sg-00000002'), VOID],
    ['a group of an account', deny('"account:123456789012"'), ssh('sg-00000002'), undefined],
    ['another account', deny('"account:123456789012"'), ssh('"account:210987654321"'), VOID],
    ['a group where any source is forbidden', deny('any'), ssh('sg-00000002'), undefined],
    ['what is too wide', deny('{ wider-than: { ipv4: 16 } }'), ssh('0.0.0.0/1'), undefined],
    ['another protocol', deny('any'), '{ protocol: udp, ports: 22, sources: any }', VOID],
    ['what an allow-list allows', only('anywhere'), https('10.0.0.0/8'), VOID],
    ['more than an allow-list allows', only('10.0.0.0/8'), https('10.0.0.0/7'), undefined],
    ['references beside allowed addresses', only('anywhere'), https('sg-00000001'), undefined],
    ['references where all may stay', only('any'), https('sg-00000001'), VOID],
    ['a list that may be allowed by its entries', only('10.0.0.0/8'), https('pl-0123456789abcdef0'), undefined],
    ['an allowed list', only('pl-0123456789abcdef0'), https('pl-0123456789abcdef0'), undefined],
    ['anything in a frozen group', 'freeze: true', ssh('sg-00000001'), undefined],
    [
      'what is required',
      'require: [{ protocol: tcp, ports: 443, sources: 10.0.0.0/8 }]\nremedy: restore',
      https('10.1.0.0/16'),
      undefined,
    ],
    [
      'what is not required',
      'require: [{ protocol: tcp, ports: 443, sources: 10.0.0.0/8 }]\nremedy: restore',
      https('172.16.0.0/12'),
      VOID,
    ],
    ['watched events', 'watch: attachments', all, VOID],
    ['all of it, in a group of many', deny('anywhere'), all, undefined],
    ['all of it, in every group of the policy', deny('anywhere'), all, BROAD, own],
    ['all of it, for one actor', deny('anywhere'), all, undefined, own, 'arn:aws:iam::123456789012:role/deploy'],
    ['all ports of it', deny('anywhere'), '{ protocol: tcp, ports: 20-25, sources: anywhere }', BROAD, own],
    ['but one port of it', deny('anywhere'), '{ protocol: tcp, ports: 20-24, sources: anywhere }', undefined, own],
    ['all of an allow-list', only('10.0.0.0/8'), all, BROAD, own],
    ['all addresses beside an allow-list', only('10.0.0.0/8'), '{ protocol: all, sources: anywhere }', undefined, own],
    ['all of a freeze', 'freeze: true', all, BROAD, own],
    ['a group out of scope', deny('anywhere'), ssh('anywhere'), VOID, scoped('sg-0123456789abcdef1')],
    ['a group that a name may mean', deny('anywhere'), ssh('anywhere'), undefined, scoped('"web-*"')],
    [
      'a group that the scope leaves out',
      deny('anywhere'),
      ssh('anywhere'),
      VOID,
      'scope: { unless: { groups: "sg-0123456789abcdef*" } }\n',
    ],
    [
      'a group that the scope leaves out here and there',
      deny('anywhere'),
      ssh('anywhere'),
      undefined,
      'scope: { unless: { groups: sg-0123456789abcdef0, regions: eu-west-1 } }\n',
    ],
  ])('%s', ([, ban, traffic, code, scope = '', actor]) => {
    const problems = load(
      entry({ policy: 'x', traffic, ...(actor && { actor: `"${actor}"` }) }),
      policy('x', ban, scope),
    ).problems;
    expect(problems.filter(({ file }) => file.endsWith('exemptions.yaml')).map((each) => each.code)).toEqual(
      code === undefined ? [] : [code],
    );
  });

  test.for<[string, string, string | undefined]>([
    ['names that never meet', '{ groups: "db-*" }', VOID],
    ['names that may meet', '{ groups: "*-1" }', undefined],
    ['a tag of another value', '{ tags: { tier: db } }', VOID],
    ['a tag of one of the values', '{ tags: { tier: [db, edge] } }', undefined],
    ['another tag', '{ tags: { stage: prod } }', undefined],
  ])('where the scope has %s', ([, scope, code]) => {
    const group = '{ name: "web-*", tags: { tier: edge } }';
    const problems = load(entry({ policy: 'x', group }), policy('x', deny('anywhere'), `scope: ${scope}\n`)).problems;
    expect(problems.map((each) => each.code)).toEqual(code === undefined ? [] : [code]);
  });
});

test('expiredExemptions() tells what has ended, and is no problem', () => {
  const { exemptions, problems } = load(entry({ until: '2026-11-24' }) + entry({ id: 'two' }));
  expect(problems).toEqual([]);
  expect(expiredExemptions(exemptions, '2026-11-24T23:59:59Z')).toEqual([]);
  expect(
    expiredExemptions(exemptions, '2026-11-25T00:00:00.000Z').map((each) => problemText({ ...each, file: 'f' })),
  ).toEqual([
    'f:9:10 exemption-expired warning: [0].until: Exemption vendor ended at 2026-11-25 00:00:00 UTC; take it out, or ask anna for a new one',
  ]);
});

describe('cases', () => {
  const RULE = 'rule: { protocol: tcp, ports: 22, source: 0.0.0.0/0 }';
  const GROUP = 'group: { id: sg-0123456789abcdef0 }';
  const anywhere = { traffic: '{ protocol: tcp, ports: 22, sources: anywhere }' };
  const bound = { ...anywhere, actor: '"arn:aws:iam::123456789012:role/deploy"' };
  const by = (arn: string) => `, actor: "${arn}"`;
  test.for<[string, Record<string, string>, string, string]>([
    ['no time, so no exemption counts', anywhere, '', 'violation'],
    ['no time, and an exemption is expected', anywhere, ', expect: exempt', 'exempt'],
    ['its time', anywhere, ', now: 2026-11-23T12:00:00Z', 'exempt'],
    ['the last second', anywhere, ', now: 2026-12-31T23:59:59Z', 'exempt'],
    ['a second later', anywhere, ', now: 2027-01-01T00:00:00Z', 'violation'],
    ['before its time', anywhere, ', now: 2026-10-31T23:59:59Z, expect: exempt', 'violation'],
    ['nobody', bound, ', now: 2026-11-23T12:00:00Z', 'violation'],
    ['the actor', bound, `, now: 2026-11-23T12:00:00Z${by('arn:aws:iam::123456789012:role/deploy')}`, 'exempt'],
    [
      'a session without the path of its role',
      bound,
      `, now: 2026-11-23T12:00:00Z${by('arn:aws:sts::123456789012:assumed-role/deploy/anna')}`,
      'undetermined',
    ],
    [
      'a session of another role',
      bound,
      `, now: 2026-11-23T12:00:00Z${by('arn:aws:sts::123456789012:assumed-role/other/deploy')}`,
      'violation',
    ],
    ['root', bound, `, now: 2026-11-23T12:00:00Z${by('arn:aws:iam::123456789012:root')}`, 'violation'],
  ])('with %s', ([, changes, given, verdict]) => {
    const expected = given.includes('expect:') ? '' : ', expect: violation';
    const cases = `- { name: a, ${RULE}, ${GROUP}${given}${expected} }\n- { name: b, ${RULE}, ${GROUP}, expect: violation }\n- { name: c, ${RULE}, ${GROUP}, expect: compliant }\n`;
    const { policies, cases: read, problems } = load(entry(changes), { ...SSH, 'ssh/cases.yaml': cases });
    expect(problems).toEqual([]);
    const [own] = policies;
    if (!own) throw new TypeError('no policy');
    expect(runCases(own, read.get('ssh') ?? [])[0]?.actual.verdict).toBe(verdict);
  });

  test('see the actors that a scope leaves out', () => {
    const files = policy(
      'ssh',
      'deny: [{ protocol: tcp, ports: 22, sources: anywhere }]',
      'scope: { unless: { actors: "arn:aws:iam::*:role/deploy" } }\n',
    );
    const cases = `- { name: a, ${RULE}, expect: violation }\n- { name: b, ${RULE}${by('arn:aws:iam::123456789012:role/deploy')}, expect: compliant }\n- { name: c, ${RULE}${by('arn:aws:iam::123456789012:user/deploy')}, expect: violation }\n`;
    const { policies, cases: read, problems } = load('', { ...files, 'ssh/cases.yaml': cases });
    expect(problems).toEqual([]);
    expect(policies.flatMap((own) => runCases(own, read.get('ssh') ?? [])).map(({ unmet }) => unmet)).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('see who a watch policy leaves out', () => {
    const files = policy('ssh', 'watch: attachments', 'scope: { unless: { actors: "arn:aws:iam::*:role/deploy" } }\n');
    const cases = `- { name: a, event: attachments, expect: violation }\n- { name: b, event: attachments${by('arn:aws:iam::123456789012:role/deploy')}, expect: compliant }\n`;
    const { policies, cases: read, problems } = load('', { ...files, 'ssh/cases.yaml': cases });
    expect(problems).toEqual([]);
    expect(policies.flatMap((own) => runCases(own, read.get('ssh') ?? [])).map(({ unmet }) => unmet)).toEqual([[], []]);
  });
});

test('exemptions.schema.json has a hover text for every key, and asks for all but the actor', () => {
  const { items } = JSON.parse(schemaFiles().get('exemptions.schema.json') ?? '');
  expect(items.required).toEqual(['id', 'policy', 'group', 'traffic', 'owner', 'reason', 'ticket', 'from', 'until']);
  for (const [key, schema] of Object.entries<{ description?: string }>(items.properties))
    expect([key, schema.description]).toEqual([key, expect.any(String)]);
});
