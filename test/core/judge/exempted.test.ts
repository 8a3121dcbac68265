import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../functions/core/actor.ts';
import type { Context } from '../../../functions/core/context.ts';
import type { Exemption } from '../../../functions/core/exemption.ts';
import type { AccountId, PrefixListId } from '../../../functions/core/ids.ts';
import type { Ban } from '../../../functions/core/policy.ts';
import { chooseRepair } from '../../../functions/core/repair.ts';
import { type Rule, ruleText } from '../../../functions/core/rule.ts';
import { type How, judge, type Verdict } from '../../../functions/core/verdict.ts';
import { cidr, context, policy, rule } from '../arbitraries.ts';
import { exemption, from, NOW } from '../exemptions.ts';
import { ANYWHERE, FREEZE } from '../verdict-on.ts';

const SSH: [number, number] = [22, 22];
const DEPLOY = 'arn:aws:iam::123456789012:role/engineers/deploy';
const deploy: Actor = { kind: 'role', arn: DEPLOY, name: 'deploy' };
const anna: Actor = { kind: 'user', arn: 'arn:aws:iam::123456789012:user/anna', name: 'anna' };
const open = rule('tcp', [0, 4000], '0.0.0.0/0', 'sgr-00000000000000001');
const ONLY: Ban = { kind: 'only', statements: [from('tcp', [443, 443], 'anywhere')] };
const REQUIRE: Ban = { kind: 'require', statements: [from('tcp', [443, 443], '10.0.0.0/8')] };

type Setting = { facts?: Partial<Context>; how?: How; unknown?: readonly ('tags' | 'name' | 'at' | 'actor')[] };

function verdictOf(changed: Rule, ban: Ban, exemptions: readonly Exemption[], setting: Setting = {}): Verdict {
  const { facts = {}, how = 'added', unknown = [] } = setting;
  const standing = facts.standing ?? (how === 'removed' ? [] : [changed]);
  const { at, actor, ...known } = context(standing, { at: NOW, actor: anna, ...facts });
  const { name, tags, ...group } = known.group;
  const seen: Context = {
    ...known,
    group: {
      ...group,
      ...(name && !unknown.includes('name') && { name }),
      ...(tags && !unknown.includes('tags') && { tags }),
    },
    ...(at !== undefined && !unknown.includes('at') && { at }),
    ...(actor && !unknown.includes('actor') && { actor }),
  };
  const [judged] = judge([changed], seen, [policy(ban, { exemptions })], how);
  if (!judged) throw new TypeError('judge() gave no verdict');
  return judged.verdict;
}

/** A verdict in short: what offends and what is excused, or why it can't be told. */
function short(verdict: Verdict): string {
  const excused = verdict.kind === 'compliant' ? [] : (verdict.excuses ?? []);
  const beside = excused
    .map(({ excused, exemptions }) => ` (${excused} by ${exemptions.map(({ id }) => id)})`)
    .join('');
  switch (verdict.kind) {
    case 'violation':
      return `violation: ${verdict.findings.map(({ offending }) => offending)}${beside}`;
    case 'undetermined':
      return `undetermined: ${verdict.doubts.map(({ reason }) => reason)}${beside}`;
    case 'exempt':
      return `exempt${beside}`;
    case 'compliant':
      return 'compliant';
    default:
      return verdict satisfies never;
  }
}

const PARTS = 'violation: tcp 22 from 0.0.0.0/1,tcp 3389 from 0.0.0.0/0 (tcp 22 from 128.0.0.0/1 by e)';

describe('judge() takes off what is exempt', () => {
  test.for<[string, Ban, Rule, Exemption[], string, Setting?]>([
    ['nothing without exemptions', ANYWHERE, open, [], 'violation: tcp 22 from 0.0.0.0/0,tcp 3389 from 0.0.0.0/0'],
    [
      'ports',
      ANYWHERE,
      open,
      [exemption([from('tcp', SSH, 'anywhere')])],
      'violation: tcp 3389 from 0.0.0.0/0 (tcp 22 from 0.0.0.0/0 by e)',
    ],
    ['addresses', ANYWHERE, open, [exemption([from('tcp', SSH, '128.0.0.0/1')])], PARTS],
    [
      'all of it',
      ANYWHERE,
      open,
      [exemption([from('tcp', [0, 4000], 'anywhere')])],
      'exempt (tcp 22 from 0.0.0.0/0,tcp 3389 from 0.0.0.0/0 by e)',
    ],
    [
      'all of it by two together',
      ANYWHERE,
      open,
      [
        exemption([from('tcp', SSH, '0.0.0.0/1')], { id: 'a' }),
        exemption([from('tcp', SSH, '128.0.0.0/1'), from('tcp', [3389, 3389], 'any')], { id: 'b' }),
      ],
      'exempt (tcp 22 from 0.0.0.0/0,tcp 3389 from 0.0.0.0/0 by a,b)',
    ],
    [
      'nothing of a rule within policy',
      ANYWHERE,
      rule('tcp', SSH, '10.0.0.0/8'),
      [exemption([from('tcp', SSH, 'any')])],
      'compliant',
    ],
    [
      'one family',
      ANYWHERE,
      rule('tcp', SSH, '::/0'),
      [exemption([from('tcp', SSH, '0.0.0.0/0')])],
      'violation: tcp 22 from ::/0',
    ],
    [
      'from an allow-list',
      ONLY,
      rule('tcp', [443, 444], '10.0.0.0/8'),
      [exemption([from('tcp', [444, 444], '10.0.0.0/9')])],
      'violation: tcp 444 from 10.128.0.0/9 (tcp 444 from 10.0.0.0/9 by e)',
    ],
    [
      'a reference',
      ONLY,
      rule('tcp', [444, 444], 'sg-00000001'),
      [exemption([from('tcp', undefined, 'sg-00000001')])],
      'exempt (tcp 444 from sg-00000001 by e)',
    ],
    [
      'no other reference',
      ONLY,
      rule('tcp', [444, 444], 'sg-00000001'),
      [exemption([from('tcp', undefined, 'sg-00000002')])],
      'violation: tcp 444 from sg-00000001',
    ],
    [
      'no reference by an address',
      ONLY,
      rule('tcp', [444, 444], 'sg-00000001'),
      [exemption([from('tcp', undefined, 'anywhere')])],
      'violation: tcp 444 from sg-00000001',
    ],
    [
      'a rule added to a frozen group',
      FREEZE,
      rule('tcp', SSH, '10.0.0.0/8'),
      [exemption([from('tcp', SSH, '10.0.0.0/8')])],
      'exempt (tcp 22 from 10.0.0.0/8 by e)',
    ],
    [
      'a part of such a rule',
      FREEZE,
      rule('all', [-1, -1], '10.0.0.0/8'),
      [exemption([from('tcp', SSH, '10.0.0.0/8')])],
      'violation: protocol 0-5 from 10.0.0.0/8,tcp 0-21 from 10.0.0.0/8,tcp 23-65535 from 10.0.0.0/8,protocol 7-255 from 10.0.0.0/8 (tcp 22 from 10.0.0.0/8 by e)',
    ],
    [
      'a rule taken out of a frozen group',
      FREEZE,
      rule('tcp', SSH, '10.0.0.0/8'),
      [exemption([from('all', undefined, 'any')])],
      'exempt (tcp 22 from 10.0.0.0/8 by e)',
      { how: 'removed' },
    ],
    [
      'a required rule taken away',
      REQUIRE,
      rule('tcp', [443, 443], '10.0.0.0/8'),
      [exemption([from('tcp', [443, 443], '10.0.0.0/9')])],
      'violation: tcp 443 from 10.128.0.0/9 (tcp 443 from 10.0.0.0/9 by e)',
      { how: 'removed' },
    ],
    [
      'all of a required rule',
      REQUIRE,
      rule('tcp', [443, 443], '10.0.0.0/8'),
      [exemption([from('tcp', undefined, 'any')])],
      'exempt (tcp 443 from 10.0.0.0/8 by e)',
      { how: 'removed' },
    ],
    [
      'all traffic only where all protocols are named',
      { kind: 'deny', statements: [from('all', undefined, 'any')] },
      rule('all', [-1, -1], 'sg-00000001'),
      [exemption([from('tcp', undefined, 'any')])],
      'violation: protocol 0-5 from sg-00000001,protocol 7-255 from sg-00000001 (tcp 0-65535 from sg-00000001 by e)',
    ],
  ])('%s', ([, ban, changed, exemptions, expected, setting]) => {
    expect(short(verdictOf(changed, ban, exemptions, setting))).toBe(expected);
  });

  test('half the world that is exempt keeps the other half company', () => {
    const [low, high] = [rule('tcp', SSH, '0.0.0.0/1', 'sgr-1'), rule('tcp', SSH, '128.0.0.0/2', 'sgr-2')];
    const exemptions = [exemption([from('tcp', SSH, '0.0.0.0/1')])];
    const facts = { standing: [low, high] };
    expect(short(verdictOf(low, ANYWHERE, exemptions, { facts }))).toBe('exempt (tcp 22 from 0.0.0.0/1 by e)');
    expect(short(verdictOf(high, ANYWHERE, exemptions, { facts }))).toBe('violation: tcp 22 from 128.0.0.0/2');
  });

  test('narrow keeps the exempt part', () => {
    const own = policy(ANYWHERE, {
      mode: 'enforce',
      remedy: 'narrow',
      exemptions: [exemption([from('tcp', SSH, '128.0.0.0/1')])],
    });
    const facts = context([open], { at: NOW, actor: anna });
    const [judged] = judge([open], facts, [own]);
    if (judged?.verdict.kind !== 'violation') throw new TypeError('no violation');
    const choice = chooseRepair({ rule: open, how: 'added' }, judged.verdict.findings, facts, [own]);
    if (choice.kind !== 'repair' || choice.repair.kind !== 'narrow') throw new TypeError('not narrowed');
    expect(choice.repair.remainder.map(ruleText)).toEqual([
      'tcp 0-21 from 0.0.0.0/0',
      'tcp 22 from 128.0.0.0/1',
      'tcp 23-3388 from 0.0.0.0/0',
      'tcp 3390-4000 from 0.0.0.0/0',
    ]);
    expect(
      judge(choice.repair.remainder, context(choice.repair.remainder, { at: NOW }), [own], 'standing').map(
        ({ verdict }) => verdict.kind,
      ),
    ).toEqual(['compliant', 'compliant', 'compliant', 'compliant']);
  });
});

describe('judge() knows who, where and when', () => {
  const ssh = rule('tcp', SSH, '0.0.0.0/0');
  const bound = (...actors: string[]) => exemption([from('tcp', SSH, 'any')], { actors });
  const of = (more: Partial<Exemption>) => exemption([from('tcp', SSH, 'any')], more);
  const REASON = (what: string) =>
    `undetermined: ${what} would have to be known to tell whether exemption e excuses it`;
  test.for<[string, Exemption, string, Setting?]>([
    ['an exemption that has ended', of({ until: NOW }), 'violation: tcp 22 from 0.0.0.0/0'],
    ['one that ends within the second', of({ until: '2026-11-25T12:00:01Z' }), 'exempt (tcp 22 from 0.0.0.0/0 by e)'],
    ['one that begins now', of({ from: NOW }), 'exempt (tcp 22 from 0.0.0.0/0 by e)'],
    ['one that is to come', of({ from: '2026-11-25T12:00:01Z' }), 'violation: tcp 22 from 0.0.0.0/0'],
    ['one of another group', of({ group: { groups: ['db-*'] } }), 'violation: tcp 22 from 0.0.0.0/0'],
    ['one by id', of({ group: { groups: ['sg-0123456789abcdef0'] } }), 'exempt (tcp 22 from 0.0.0.0/0 by e)'],
    ['one by tag', of({ group: { tags: { tier: ['web'] } } }), 'exempt (tcp 22 from 0.0.0.0/0 by e)'],
    [
      'one by name and tag, of which one fails',
      of({ group: { groups: ['web-1'], tags: { tier: ['db'] } } }),
      'violation: tcp 22 from 0.0.0.0/0',
    ],
    ['unknown tags', of({ group: { tags: { tier: ['web'] } } }), REASON("the group's tags"), { unknown: ['tags'] }],
    ['tags that do not matter', of({}), 'exempt (tcp 22 from 0.0.0.0/0 by e)', { unknown: ['tags'] }],
    ['an unknown name', of({}), REASON("the group's name"), { unknown: ['name'] }],
    ['an unknown time', of({}), REASON('the time of judging'), { unknown: ['at'] }],
    ['another actor', bound(DEPLOY), 'violation: tcp 22 from 0.0.0.0/0'],
    ['the actor', bound(DEPLOY), 'exempt (tcp 22 from 0.0.0.0/0 by e)', { facts: { actor: deploy } }],
    ['an unknown actor', bound(DEPLOY), REASON('who made the change'), { unknown: ['actor'] }],
    [
      'an unknown actor of what has ended',
      { ...bound(DEPLOY), until: NOW },
      'violation: tcp 22 from 0.0.0.0/0',
      { unknown: ['actor'] },
    ],
    [
      'an unknown actor elsewhere',
      { ...bound(DEPLOY), group: { groups: ['db-*'] } },
      'violation: tcp 22 from 0.0.0.0/0',
      { unknown: ['actor'] },
    ],
  ])('%s', ([, own, expected, setting]) => {
    expect(short(verdictOf(ssh, ANYWHERE, [own], setting))).toBe(expected);
  });

  test('what may be exempt is left out of what offends, and told', () => {
    const verdict = verdictOf(open, ANYWHERE, [bound(DEPLOY)], { unknown: ['actor'] });
    expect(verdict).toMatchObject({
      kind: 'violation',
      findings: [
        {
          offending: ['tcp 3389 from 0.0.0.0/0'],
          remainder: ['tcp 0-3388 from 0.0.0.0/0', 'tcp 3390-4000 from 0.0.0.0/0'],
          within: ['tcp 0-21 from 0.0.0.0/0', 'tcp 23-3388 from 0.0.0.0/0', 'tcp 3390-4000 from 0.0.0.0/0'],
        },
      ],
      doubts: [{ part: ['tcp 22 from 0.0.0.0/0'] }],
    });
  });

  test('an exemption that would excuse it but for its dates or the actor is named', () => {
    const all = [
      of({ id: 'long-over', until: '2026-11-02T00:00:00Z' }),
      of({ id: 'over', until: '2026-11-25T00:00:00Z' }),
      of({ id: 'to-come', from: '2026-11-26T00:00:00Z' }),
      { ...bound(DEPLOY), id: 'other' },
      of({ id: 'elsewhere', until: NOW, group: { groups: ['db-*'] } }),
      exemption([from('tcp', [443, 443], 'any')], { id: 'other-traffic', until: NOW }),
    ];
    const verdict = verdictOf(ssh, ANYWHERE, all);
    expect(verdict.kind === 'violation' && verdict.findings[0].nearly).toEqual([
      { exemption: 'to-come', owner: 'anna', kind: 'to-come', from: '2026-11-26T00:00:00Z' },
      { exemption: 'other', owner: 'anna', kind: 'other-actor' },
      { exemption: 'over', owner: 'anna', kind: 'expired', until: '2026-11-25T00:00:00Z' },
    ]);
  });
});

describe('judge() with prefix lists', () => {
  const LIST = 'pl-00000001';
  const lists = new Map([[LIST as PrefixListId, [cidr('8.0.0.0/8'), cidr('10.0.0.0/8')]]]);
  const listed = rule('tcp', SSH, LIST);
  const deny: Ban = { kind: 'deny', statements: [from('tcp', SSH, 'public')] };
  const FACT = `the entries of ${LIST}`;
  test.for<[string, Ban, Rule, Exemption, string, Context['lists']?]>([
    [
      'its entries',
      deny,
      listed,
      exemption([from('tcp', SSH, '8.0.0.0/8')]),
      'exempt (tcp 22 from 8.0.0.0/8 by e)',
      lists,
    ],
    [
      'some of its entries',
      deny,
      listed,
      exemption([from('tcp', SSH, '8.0.0.0/9')]),
      'violation: tcp 22 from 8.128.0.0/9 (tcp 22 from 8.0.0.0/9 by e)',
      lists,
    ],
    [
      'the list itself',
      deny,
      listed,
      exemption([from('tcp', SSH, LIST)]),
      'exempt (tcp 22 from 8.0.0.0/8 by e)',
      lists,
    ],
    [
      'an address beside it',
      deny,
      rule('tcp', SSH, '8.8.8.8/32'),
      exemption([from('tcp', SSH, LIST)]),
      'exempt (tcp 22 from 8.8.8.8/32 by e)',
      lists,
    ],
    [
      'an address beside it, unread',
      deny,
      rule('tcp', SSH, '8.8.8.8/32'),
      exemption([from('tcp', SSH, LIST)]),
      `undetermined: ${FACT} would have to be known to tell whether exemption e excuses it`,
    ],
    [
      'unread, by addresses',
      deny,
      listed,
      exemption([from('tcp', SSH, '8.0.0.0/8')]),
      `undetermined: ${FACT} would have to be known`,
    ],
    ['unread, the list itself', deny, listed, exemption([from('tcp', SSH, LIST)]), `exempt (tcp 22 from ${LIST} by e)`],
    ['unread, any source', deny, listed, exemption([from('tcp', SSH, 'any')]), `exempt (tcp 22 from ${LIST} by e)`],
    [
      'unread, in a frozen group, by addresses',
      FREEZE,
      listed,
      exemption([from('tcp', SSH, '8.0.0.0/8')]),
      `undetermined: ${FACT} would have to be known to tell whether exemption e excuses it`,
    ],
    [
      'empty, in a frozen group',
      FREEZE,
      listed,
      exemption([from('tcp', SSH, LIST)]),
      `exempt (tcp 22 from ${LIST} by e)`,
      new Map([[LIST as PrefixListId, []]]),
    ],
    [
      'empty, in a frozen group, by addresses',
      FREEZE,
      listed,
      exemption([from('tcp', SSH, '0.0.0.0/0')]),
      `violation: tcp 22 from ${LIST}`,
      new Map([[LIST as PrefixListId, []]]),
    ],
    [
      'empty, in a frozen group, by a part of its ports',
      FREEZE,
      rule('tcp', [22, 23], LIST),
      exemption([from('tcp', SSH, 'anywhere')]),
      `violation: tcp 22-23 from ${LIST}`,
      new Map([[LIST as PrefixListId, []]]),
    ],
    [
      'empty, in a frozen group, by every address',
      FREEZE,
      listed,
      exemption([from('tcp', SSH, 'anywhere')]),
      `exempt (tcp 22 from ${LIST} by e)`,
      new Map([[LIST as PrefixListId, []]]),
    ],
    [
      'empty, in a frozen group, by nothing',
      FREEZE,
      listed,
      exemption([from('tcp', [80, 80], 'any')]),
      `violation: tcp 22 from ${LIST}`,
      new Map([[LIST as PrefixListId, []]]),
    ],
  ])('%s', ([, ban, changed, own, expected, known = new Map()]) => {
    expect(short(verdictOf(changed, ban, [own], { facts: { lists: known } }))).toBe(expected);
  });
});

test('a scope that is not known asks nothing where an exemption excuses all', () => {
  const { tags: _, ...group } = context([]).group;
  const own = policy(ANYWHERE, {
    scope: { tags: { tier: ['web'] } },
    exemptions: [exemption([from('tcp', SSH, 'any')])],
  });
  const facts = context([], { group, at: NOW, actor: anna, account: '123456789012' as AccountId });
  const verdicts = [rule('tcp', SSH, '0.0.0.0/0'), open].map(
    (each) => judge([each], { ...facts, standing: [each] }, [own])[0]?.verdict.kind,
  );
  expect(verdicts).toEqual(['exempt', 'undetermined']);
});
