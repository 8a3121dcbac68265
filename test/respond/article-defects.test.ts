import { expect, test } from 'vitest';

import type { Policy } from '../../functions/core/policy.ts';
import { rule } from '../core/arbitraries.ts';
import { authorizeRecord, flatRecord, modifyRecord, type Permission } from '../records/records.ts';
import { ACCOUNT, createWorld, NO_SSH, type World } from './world.ts';

/**
 * The function of the AWS Security Blog article of 2017 took an event's permissions for CIDRs, reverted by permission,
 * and looked at nothing else. What it got wrong, by name; in each, HTTPS stands in the group from the start.
 */
type Defect = {
  readonly name: string;
  /** The record of the call, and the rules that it added to the group, by the ids in the record. */
  readonly record: (world: World) => Record<string, unknown>;
  readonly added?: readonly ReturnType<typeof rule>[];
  /** Texts of the rules that must stand in the end, beside HTTPS. */
  readonly left: readonly string[];
  readonly outcome: string | undefined;
};

const HTTPS = 'tcp 443 from 0.0.0.0/0';
const id = (number: number) => `sgr-000000000000000${number.toString(16).padStart(2, '0')}`;
const FROZEN: Policy = { ...NO_SSH, id: 'frozen', ban: { kind: 'freeze' } };
const authorize =
  (permissions: Permission[], parts: Record<string, unknown> = {}) =>
  (world: World) =>
    authorizeRecord({
      groupId: world.group,
      permissions,
      ruleIds: [id(1), id(2), id(3), id(4)].slice(
        0,
        permissions.flatMap((each) => [each.ipv4, each.ipv6, each.lists, each.groups].flat()).filter(Boolean).length,
      ),
      parts: { recipientAccountId: ACCOUNT, ...parts },
    });
const ssh = (...ipv4: string[]): Permission => ({ protocol: 'tcp', from: 22, to: 22, ipv4 });

const DEFECTS: readonly (Defect & { readonly policies?: readonly Policy[] })[] = [
  {
    name: 'prefix list only',
    policies: [FROZEN],
    record: authorize([{ protocol: 'tcp', from: 22, to: 22, lists: ['pl-0123456789abcdef0'] }]),
    added: [rule('tcp', [22, 22], 'pl-0123456789abcdef0', id(1))],
    left: [],
    outcome: 'reverted',
  },
  {
    name: 'group reference only',
    policies: [FROZEN],
    record: authorize([{ protocol: 'tcp', from: 22, to: 22, groups: [{ groupId: 'sg-00000001' }] }]),
    added: [rule('tcp', [22, 22], 'sg-00000001', id(1))],
    left: [],
    outcome: 'reverted',
  },
  {
    name: '0.0.0.0/0 and ::/0 in one permission',
    record: authorize([{ ...ssh('0.0.0.0/0'), ipv6: ['::/0'] }]),
    added: [rule('tcp', [22, 22], '0.0.0.0/0', id(1)), rule('tcp', [22, 22], '::/0', id(2))],
    left: [],
    outcome: 'reverted',
  },
  {
    name: 'CIDR and reference in one',
    record: authorize([{ ...ssh('0.0.0.0/0'), groups: [{ groupId: 'sg-00000001' }] }]),
    added: [rule('tcp', [22, 22], 'sg-00000001', id(1)), rule('tcp', [22, 22], '0.0.0.0/0', id(2))],
    left: ['tcp 22 from sg-00000001'],
    outcome: 'reverted',
  },
  {
    name: 'flat form',
    record: ({ group }) => flatRecord({ groupId: group, parts: { recipientAccountId: ACCOUNT } }),
    added: [rule('tcp', [22, 22], '0.0.0.0/0', id(1))],
    left: [],
    outcome: 'reverted',
  },
  {
    name: 'groupName only',
    record: () =>
      authorizeRecord({
        groupId: null,
        groupName: 'web-1',
        permissions: [ssh('0.0.0.0/0')],
        response: 'old',
        parts: { recipientAccountId: ACCOUNT },
      }),
    added: [rule('tcp', [22, 22], '0.0.0.0/0', id(1))],
    left: [],
    outcome: 'reverted',
  },
  {
    name: 'protocol -1 without ports',
    record: authorize([{ protocol: '-1', ipv4: ['0.0.0.0/0'] }]),
    added: [rule('-1', [-1, -1], '0.0.0.0/0', id(1))],
    left: [],
    outcome: 'reverted',
  },
  {
    name: 'protocol 50 without ports',
    policies: [FROZEN],
    record: authorize([{ protocol: '50', ipv4: ['0.0.0.0/0'] }]),
    added: [rule('50', [-1, -1], '0.0.0.0/0', id(1))],
    left: [],
    outcome: 'reverted',
  },
  {
    name: 'errorCode UnauthorizedOperation',
    record: authorize([ssh('0.0.0.0/0')], { errorCode: 'Client.UnauthorizedOperation', responseElements: null }),
    added: [rule('tcp', [22, 22], '0.0.0.0/0', id(1))],
    left: ['tcp 22 from 0.0.0.0/0'],
    outcome: undefined,
  },
  {
    name: 'errorCode Duplicate: the standing rule survives',
    record: authorize([ssh('0.0.0.0/0')], { errorCode: 'Client.InvalidPermission.Duplicate', responseElements: null }),
    added: [rule('tcp', [22, 22], '0.0.0.0/0', id(1))],
    left: ['tcp 22 from 0.0.0.0/0'],
    outcome: undefined,
  },
  {
    name: 'requestParameters null',
    record: authorize([ssh('0.0.0.0/0')], { requestParameters: null, responseElements: null }),
    added: [rule('tcp', [22, 22], '0.0.0.0/0', id(1))],
    left: ['tcp 22 from 0.0.0.0/0'],
    outcome: 'undetermined',
  },
  {
    name: 'userIdentity without arn',
    record: authorize([ssh('0.0.0.0/0')], {
      userIdentity: { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
    }),
    added: [rule('tcp', [22, 22], '0.0.0.0/0', id(1))],
    left: [],
    outcome: 'reverted',
  },
  {
    name: 'one harmless and one bad permission in one call',
    record: authorize([{ protocol: 'tcp', from: 80, to: 80, ipv4: ['0.0.0.0/0'] }, ssh('0.0.0.0/0')]),
    added: [rule('tcp', [80, 80], '0.0.0.0/0', id(1)), rule('tcp', [22, 22], '0.0.0.0/0', id(2))],
    left: ['tcp 80 from 0.0.0.0/0'],
    outcome: 'reverted',
  },
  {
    name: 'ModifySecurityGroupRules',
    record: ({ group }) =>
      modifyRecord(
        {},
        {
          recipientAccountId: ACCOUNT,
          requestParameters: {
            ModifySecurityGroupRulesRequest: {
              GroupId: group,
              SecurityGroupRule: {
                SecurityGroupRuleId: id(1),
                tag: 1,
                SecurityGroupRule: { CidrIpv4: '0.0.0.0/0', FromPort: 22, ToPort: 22, IpProtocol: 'tcp' },
              },
            },
          },
        },
      ),
    added: [rule('tcp', [22, 22], '0.0.0.0/0', id(1))],
    left: [],
    outcome: 'reverted',
  },
];

test.for(DEFECTS)(
  'the defect of the article: $name',
  async ({ record, added = [], left, outcome, policies = [NO_SSH] }) => {
    const world = createWorld({ policies });
    world.account.plantList({ id: 'pl-0123456789abcdef0' as never, cidrs: ['10.0.0.0/8'] as never });
    world.account.plantGroup({ id: world.group, rules: added });
    await world.responder.respond(record(world));
    expect(world.standing()).toEqual([HTTPS, ...left]);
    expect(world.responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(
      outcome === undefined ? [] : [outcome],
    );
  },
);

test('the defect of the article: a revoke that AWS answers with UnknownIpPermissions is not taken for done', async () => {
  const world = createWorld({
    intercept: async ({ operation }, call) =>
      operation === 'RevokeSecurityGroupIngress'
        ? { Return: true, UnknownIpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }] }
        : call(),
  });
  world.account.plantGroup({ id: world.group, rules: [rule('tcp', [22, 22], '0.0.0.0/0', id(1))] });
  await world.responder.respond(authorize([ssh('0.0.0.0/0')])(world));
  expect(world.responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(['failed']);
});

test("the defect of the article: the responder's own revoke is no change to judge", async () => {
  const world = createWorld();
  const added = rule('tcp', [22, 22], '0.0.0.0/0', id(1));
  world.account.plantGroup({ id: world.group, rules: [added] });
  await world.responder.respond(authorize([ssh('0.0.0.0/0')])(world));
  const [own] = world.account.takeEvents();
  expect(own?.detail).toMatchObject({ eventName: 'RevokeSecurityGroupIngress' });
  expect(await world.responder.respond(own)).toMatchObject([{ kind: 'ignored' }]);
  expect(world.responder.notices.length).toBe(1);
});
