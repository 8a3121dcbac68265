import { describe, expect, test } from 'vitest';
import type { JudgedChange } from '../../functions/backtest/judged-change.ts';
import { createKnownWorld } from '../../functions/backtest/known-world.ts';
import { createRehearsal } from '../../functions/backtest/rehearsal.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { cidr, policy } from '../core/arbitraries.ts';
import { authorizeRecord, GROUP, type Json, modifyRecord, record, ruleIdOf } from '../records/records.ts';

const SSH = { protocols: [6], ports: [[22, 22]] as const, sources: [{ kind: 'anywhere' }] as const };
const NO_SSH = policy({ kind: 'deny', statements: [SSH] }, { id: 'no-ssh', remedy: 'revoke', severity: 'critical' });
const ON_WEB = { ...NO_SSH, id: 'on-web', scope: { tags: { tier: ['web'] } } };
const OWN_ONLY = policy(
  { kind: 'only', statements: [{ protocols: [-1], sources: [{ kind: 'cidr', cidr: cidr('10.0.0.0/8') }] }] },
  { id: 'own-only', remedy: 'narrow' },
);
const FROZEN = policy({ kind: 'freeze' }, { id: 'frozen', scope: { groups: ['web-*'] } });
const STAYS = policy(
  { kind: 'require', statements: [{ protocols: [6], ports: [[443, 443]], sources: [{ kind: 'any' }] }] },
  { id: 'stays', remedy: 'restore' },
);
const WATCH = policy({ kind: 'watch', events: ['attachments'] }, { id: 'watch', remedy: 'notify' });

const LIST = 'pl-0123456789abcdef0';

/** Records of one story: an id and a minute of its own for each, unless it says otherwise. */
const story = (...records: Json[]): Json[] =>
  records.map((each, index) => ({
    ...each,
    eventID: `event-${index}`,
    eventTime:
      each.eventTime === '2026-11-23T12:00:00Z'
        ? `2026-11-23T12:${String(index).padStart(2, '0')}:00Z`
        : each.eventTime,
  }));

function rehearsed(
  records: readonly Json[],
  policies: readonly Policy[],
  options: { most?: number; window?: number } = {},
) {
  const changes: JudgedChange[] = [];
  const skipped: string[] = [];
  let again = 0;
  const sink = {
    judged: ([change]: readonly JudgedChange[]) => void (change && changes.push(change)),
    skipped: (_: string, reason: string) => void skipped.push(reason),
    again: () => void again++,
  };
  const rehearsal = createRehearsal(createKnownWorld(options.most), [policies], sink, options.window);
  for (const [index, each] of records.entries()) rehearsal.take(JSON.stringify(each), `[${index}]`);
  rehearsal.end();
  return { changes, skipped, again };
}

const said = ({ verdict, policies, offending }: JudgedChange) =>
  [verdict, policies.join(','), offending.join(', ')].filter(Boolean).join(' ');

const born = (tags: Json = {}, id = GROUP, name = 'web-1', vpcId?: string) =>
  record('CreateSecurityGroup', {
    requestParameters: {
      groupName: name,
      groupDescription: 'x',
      ...(vpcId && { vpcId }),
      tagSpecificationSet: {
        items: [{ resourceType: 'security-group', tags: Object.entries(tags).map(([key, value]) => ({ key, value })) }],
      },
    },
    responseElements: { _return: true, groupId: id },
  });
const ssh = (source: string, rule = 1, more: Json = {}) =>
  authorizeRecord({
    permissions: [
      { protocol: 'tcp', from: 22, to: 22, ...(source.startsWith('pl-') ? { lists: [source] } : { ipv4: [source] }) },
    ],
    ruleIds: [ruleIdOf(rule)],
    ...more,
  });
const tags = (name: string, set: Json[], resource = GROUP) =>
  record(name, {
    requestParameters: { resourcesSet: { items: [{ resourceId: resource }] }, tagSet: { items: set } },
    responseElements: { _return: true },
  });
const revokeIds = (...rules: number[]) =>
  record('RevokeSecurityGroupIngress', {
    requestParameters: {
      groupId: GROUP,
      securityGroupRuleIds: { items: rules.map((rule) => ({ securityGroupRuleId: ruleIdOf(rule) })) },
    },
    responseElements: { _return: true },
  });
const listed = (name: string, request: Json, response: Json = {}) =>
  record(name, {
    requestParameters: { [`${name}Request`]: request },
    responseElements: { [`${name}Response`]: response },
  });
const newList = (...cidrs: string[]) =>
  listed(
    'CreateManagedPrefixList',
    { PrefixListName: 'x', Entry: cidrs.map((each, tag) => ({ cidr: each, tag })) },
    { prefixList: { prefixListId: LIST } },
  );

describe('a rehearsal', () => {
  test.for<[what: string, records: Json[], policies: readonly Policy[], said: string[]]>([
    ['a rule open on its own', [ssh('0.0.0.0/0')], [NO_SSH], ['violation no-ssh tcp 22 from 0.0.0.0/0']],
    ['company that is not known', [ssh('128.0.0.0/1')], [NO_SSH], ['undetermined no-ssh']],
    [
      'company that came earlier',
      [ssh('0.0.0.0/1', 1), ssh('128.0.0.0/1', 2)],
      [NO_SSH],
      ['violation no-ssh tcp 22 from 0.0.0.0/1', 'violation no-ssh tcp 22 from 128.0.0.0/1'],
    ],
    [
      'company that went again',
      [born(), ssh('0.0.0.0/1', 1), revokeIds(1), ssh('128.0.0.0/1', 2)],
      [NO_SSH],
      ['compliant', 'violation no-ssh tcp 22 from 0.0.0.0/1', 'compliant', 'compliant'],
    ],
    ['a group known from its birth', [born(), ssh('8.8.8.8/32')], [NO_SSH], ['compliant', 'compliant']],
    ['tags that are not known', [ssh('0.0.0.0/0')], [ON_WEB], ['undetermined on-web']],
    [
      'tags given at birth',
      [born({ tier: 'web' }), ssh('0.0.0.0/0')],
      [ON_WEB],
      ['compliant', 'violation on-web tcp 22 from 0.0.0.0/0'],
    ],
    ['tags not given at birth', [born({ tier: 'db' }), ssh('0.0.0.0/0')], [ON_WEB], ['compliant', 'compliant']],
    [
      'a tag that was set earlier on an unknown group',
      [tags('CreateTags', [{ key: 'tier', value: 'web' }]), ssh('0.0.0.0/0')],
      [ON_WEB],
      ['undetermined on-web', 'violation on-web tcp 22 from 0.0.0.0/0'],
    ],
    [
      'a tag that was taken off earlier',
      [tags('DeleteTags', [{ key: 'tier' }]), ssh('0.0.0.0/0')],
      [ON_WEB],
      ['undetermined on-web', 'compliant'],
    ],
    ['a tag of no policy', [tags('CreateTags', [{ key: 'Name', value: 'x' }])], [ON_WEB], ['compliant']],
    [
      'a scope left',
      [born({ tier: 'web' }), tags('DeleteTags', [{ key: 'tier', value: 'web' }])],
      [ON_WEB],
      ['compliant', 'violation on-web'],
    ],
    [
      'a value that was another',
      [born({ tier: 'web' }), tags('DeleteTags', [{ key: 'tier', value: 'db' }]), ssh('0.0.0.0/0')],
      [ON_WEB],
      ['compliant', 'compliant', 'violation on-web tcp 22 from 0.0.0.0/0'],
    ],
    [
      'a group by name only',
      [
        ssh('0.0.0.0/1', 1, { groupId: null, groupName: 'web-1', response: 'old' }),
        ssh('128.0.0.0/1', 2, { groupId: null, groupName: 'web-1', response: 'old' }),
      ],
      [NO_SSH],
      ['violation no-ssh tcp 22 from 0.0.0.0/1', 'violation no-ssh tcp 22 from 128.0.0.0/1'],
    ],
    [
      'a name that its birth told',
      [born(), ssh('8.8.8.8/32', 1, { groupId: null, groupName: 'web-1', response: 'old' })],
      [NO_SSH],
      ['compliant', 'compliant'],
    ],
    [
      'a name that may be another group',
      [
        born({}, GROUP, 'web-1', 'vpc-0123456789abcdef0'),
        ssh('8.8.8.8/32', 1, { groupId: null, groupName: 'web-1', response: 'old' }),
      ],
      [NO_SSH],
      ['compliant', 'undetermined no-ssh'],
    ],
    [
      'a modified rule that came earlier',
      [born(), ssh('10.0.0.0/8'), modifyRecord()],
      [NO_SSH],
      ['compliant', 'compliant', 'violation no-ssh tcp 22 from 0.0.0.0/0'],
    ],
    ['a modified rule that can only be egress', [born(), modifyRecord()], [NO_SSH], ['compliant', 'compliant']],
    [
      'a modified rule that came as egress',
      [
        record('AuthorizeSecurityGroupEgress', {
          requestParameters: { groupId: GROUP },
          responseElements: { securityGroupRuleSet: { items: [{ securityGroupRuleId: ruleIdOf(1), isEgress: true }] } },
        }),
        modifyRecord(),
      ],
      [NO_SSH],
      ['compliant'],
    ],
    ['a modified rule that was never seen', [modifyRecord()], [NO_SSH], ['violation no-ssh tcp 22 from 0.0.0.0/0']],
    [
      'a new description',
      [born(), ssh('0.0.0.0/0'), modifyRecord({ Description: 'x' })],
      [FROZEN],
      ['compliant', 'violation frozen tcp 22 from 0.0.0.0/0', 'compliant'],
    ],
    ['a rule taken away that nobody asks for', [revokeIds(1)], [NO_SSH], ['compliant']],
    ['a rule taken away that may be required', [revokeIds(1)], [STAYS], ['undetermined stays']],
    [
      'what was cut off',
      [
        authorizeRecord({ parts: { requestParameters: { groupId: GROUP, omitted: true }, responseElements: null } }),
        ssh('8.8.8.8/32'),
      ],
      [NO_SSH],
      ['undetermined', 'undetermined no-ssh'],
    ],
    [
      'what was cut off in a known group',
      [
        born(),
        authorizeRecord({ parts: { requestParameters: { groupId: GROUP, omitted: true }, responseElements: null } }),
        ssh('8.8.8.8/32'),
      ],
      [NO_SSH],
      ['compliant', 'undetermined', 'undetermined no-ssh'],
    ],
    ['a list that is not known', [born(), ssh(LIST)], [NO_SSH], ['compliant', 'undetermined no-ssh']],
    [
      'a list known from its birth',
      [newList('0.0.0.0/1', '128.0.0.0/1'), born(), ssh(LIST)],
      [NO_SSH],
      ['compliant', `violation no-ssh tcp 22 from ${LIST}`],
    ],
    [
      'a list that was changed and restored',
      [
        newList('10.0.0.0/8'),
        born(),
        ssh(LIST),
        listed('ModifyManagedPrefixList', {
          PrefixListId: LIST,
          CurrentVersion: 1,
          AddEntry: { cidr: '0.0.0.0/0', tag: 1 },
        }),
        listed('RestoreManagedPrefixListVersion', { PrefixListId: LIST, CurrentVersion: 2, PreviousVersion: 1 }),
      ],
      [NO_SSH],
      [
        'compliant',
        'compliant',
        `violation no-ssh tcp 22 from ${LIST}`,
        'undetermined no-ssh',
        'compliant',
        'undetermined no-ssh',
      ],
    ],
    [
      'a group that was deleted',
      [
        born(),
        ssh('0.0.0.0/1', 1),
        record('DeleteSecurityGroup', { requestParameters: { groupId: GROUP }, responseElements: { _return: true } }),
        ssh('8.8.8.8/32', 2),
      ],
      [NO_SSH],
      ['compliant', 'violation no-ssh tcp 22 from 0.0.0.0/1', 'undetermined no-ssh'],
    ],
    [
      'calls that failed, egress and what is not handled',
      [
        ssh('0.0.0.0/0', 1, { parts: { errorCode: 'Client.InvalidPermission.Duplicate' } }),
        record('AuthorizeSecurityGroupEgress', { requestParameters: { groupId: GROUP } }),
        record('DescribeSecurityGroups'),
      ],
      [NO_SSH],
      [],
    ],
    [
      'an attachment',
      [
        record('ModifyNetworkInterfaceAttribute', {
          requestParameters: { networkInterfaceId: 'eni-0123456789abcdef0', groupSet: { items: [{ groupId: GROUP }] } },
        }),
      ],
      [WATCH],
      ['violation watch'],
    ],
    [
      'an attachment that nobody watches',
      [
        record('ModifyNetworkInterfaceAttribute', {
          requestParameters: { networkInterfaceId: 'eni-0123456789abcdef0', groupSet: { items: [{ groupId: GROUP }] } },
        }),
      ],
      [NO_SSH],
      ['compliant'],
    ],
    [
      'another firewall that nobody watches',
      [
        record('CreateNetworkAclEntry', {
          requestParameters: { networkAclId: 'acl-0123456789abcdef0', ruleAction: 'allow' },
        }),
      ],
      [NO_SSH],
      [],
    ],
  ])('judges %s', ([, records, policies, expected]) => {
    const { changes, skipped } = rehearsed(story(...records), policies);
    expect(skipped).toEqual([]);
    expect(changes.map(said)).toEqual(expected);
    for (const { verdict, reason, record: raw } of changes) {
      expect(reason !== '').toBe(verdict !== 'compliant');
      expect(raw !== undefined).toBe(verdict === 'violation' || verdict === 'undetermined');
    }
  });

  test('offends by the union of what policies forbid, and leaves what none of them does', () => {
    const wide = authorizeRecord({ permissions: [{ protocol: 'tcp', from: 22, to: 443, ipv4: ['0.0.0.0/0'] }] });
    const web = policy(
      { kind: 'deny', statements: [{ protocols: [6], ports: [[443, 443]], sources: [{ kind: 'any' }] }] },
      { id: 'no-web', mode: 'enforce', remedy: 'narrow' },
    );
    const [change] = rehearsed([wide], [NO_SSH, web]).changes;
    expect(change).toMatchObject({
      policies: ['no-ssh', 'no-web'],
      offending: ['tcp 22 from 0.0.0.0/0', 'tcp 443 from 0.0.0.0/0'],
      remainder: ['tcp 23-442 from 0.0.0.0/0'],
      remedy: 'revoke',
      mode: 'enforce',
      severity: 'critical',
    });
    expect(rehearsed([wide], [OWN_ONLY]).changes[0]).toMatchObject({ remedy: 'narrow', policies: ['own-only'] });
  });

  test('says so where it takes a rule for ingress', () => {
    expect(rehearsed([modifyRecord()], [NO_SSH]).changes[0]?.reason).toContain(
      `the log does not show that ${ruleIdOf(1)} is an ingress rule`,
    );
  });

  test('takes what was made before what is done to it, within a second, and gives it as it was read', () => {
    const second = [ssh('8.8.8.8/32'), born()].map((each, index) => ({ ...each, eventID: `event-${index}` }));
    const { changes } = rehearsed(second, [NO_SSH]);
    expect(changes.map((change) => [change.eventName, said(change)])).toEqual([
      ['AuthorizeSecurityGroupIngress', 'compliant'],
      ['CreateSecurityGroup', 'compliant'],
    ]);
  });

  test('follows time as far as its window reaches', () => {
    const late = { ...born(), eventTime: '2026-11-23T11:00:00Z', eventID: 'late' };
    const others = Array.from({ length: 5 }, (_, index) => ({
      ...ssh('8.8.8.8/32', index + 1),
      eventID: `event-${index}`,
    }));
    const verdicts = (window: number) =>
      rehearsed([...others, late], [NO_SSH], { window }).changes.map(({ verdict }) => verdict);
    expect(verdicts(10)).toEqual(Array(6).fill('compliant'));
    expect(verdicts(2)).toContain('undetermined');
  });

  test('forgets what was not spoken of for longest when it is too much, and then does not pretend to know', () => {
    const other = (index: number) => born({}, `sg-${String(index).padStart(17, '0')}`, `other-${index}`);
    const records = story(born(), ...Array.from({ length: 20 }, (_, index) => other(index)), ssh('8.8.8.8/32'));
    expect(rehearsed(records, [NO_SSH]).changes.at(-1)?.verdict).toBe('compliant');
    expect(rehearsed(records, [NO_SSH], { most: 10 }).changes.at(-1)?.verdict).toBe('undetermined');
  });

  test('judges a record that comes again as it was judged the first time', () => {
    const records = story(born({ tier: 'web' }), tags('DeleteTags', [{ key: 'tier' }]));
    const { changes, again } = rehearsed([...records, ...records], [ON_WEB]);
    expect(changes.map(said)).toEqual(['compliant', 'violation on-web', 'compliant', 'violation on-web']);
    expect(changes.map(({ place }) => place)).toEqual(['[0]', '[1]', '[2]', '[3]']);
    expect(again).toBe(2);
  });

  test('names the exemption that excuses a change, by its actor and its time', () => {
    const exemption = {
      id: 'ada-may',
      policies: ['no-ssh'],
      group: {},
      traffic: [{ protocols: [-1], sources: [{ kind: 'any' as const }] }],
      actors: ['arn:aws:iam::111122223333:user/ada'],
      owner: 'o',
      reason: 'r',
      ticket: 't',
      from: '2026-11-01T00:00:00Z',
      until: '2026-12-01T00:00:00Z',
    };
    const excused = { ...NO_SSH, exemptions: [exemption] } as never as Policy;
    expect(rehearsed([ssh('0.0.0.0/0')], [excused]).changes[0]).toMatchObject({
      verdict: 'exempt',
      policies: ['no-ssh'],
      exemptions: ['ada-may'],
      reason: 'excused by ada-may',
    });
    expect(
      rehearsed([ssh('0.0.0.0/0', 1, { parts: { eventTime: '2027-01-01T00:00:00Z' } })], [excused]).changes[0]?.verdict,
    ).toBe('violation');
  });
});
