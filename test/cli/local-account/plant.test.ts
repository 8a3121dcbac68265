import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { AccountId, PrefixListId, RuleId } from '../../../functions/core/ids.ts';
import type { Source } from '../../../functions/core/rule.ts';
import { from, GROUP, localAccount, tcp } from './fixture.ts';

const LIST = 'pl-0123456789abcdef0' as PrefixListId;

describe('plantGroup()', () => {
  test('builds a group that EC2 shows as its own', async () => {
    const { local, ec2 } = localAccount();
    const id = 'sgr-0123456789abcdef0' as RuleId;
    local.plantList({ id: LIST, owner: 'AWS', cidrs: [] });
    local.plantGroup({
      id: GROUP,
      name: 'web-1',
      vpc: 'vpc-0123456789abcdef0',
      tags: { tier: 'web' },
      rules: [
        { id, ...tcp(443, from('0.0.0.0/0')), description: 'a\nforged line' },
        tcp(22, { kind: 'list', id: LIST }),
      ],
    });
    const { SecurityGroups } = await ec2.send(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [GROUP] }));
    expect(SecurityGroups).toMatchObject([
      {
        GroupName: 'web-1',
        VpcId: 'vpc-0123456789abcdef0',
        Tags: [{ Key: 'tier', Value: 'web' }],
        IpPermissions: [
          { FromPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'a\nforged line' }] },
          { FromPort: 22, PrefixListIds: [{ PrefixListId: LIST }] },
        ],
      },
    ]);
    await ec2.send(new sdk.RevokeSecurityGroupIngressCommand({ GroupId: GROUP, SecurityGroupRuleIds: [id] }));
    expect(local.ingress(GROUP)).toHaveLength(1);
    expect(local.records).toHaveLength(1);
  });

  test('adds to a group that is there what it lacks', () => {
    const { local } = localAccount();
    local.plantGroup({ id: GROUP, tags: { a: '1' }, rules: [tcp(22, from('10.0.0.0/8'))] });
    local.plantGroup({
      id: GROUP,
      tags: { b: '2' },
      rules: [tcp(22, from('10.0.0.0/8')), tcp(23, from('10.0.0.0/8'))],
    });
    expect(local.ingress(GROUP)?.map((rule) => rule.from)).toEqual([22, 23]);
  });

  test('finds a referenced group by name, plants one of this account, and makes an id up for another account', () => {
    const { local } = localAccount();
    const named = (name: string, account?: string): Source => ({
      kind: 'group-name',
      name,
      ...(account ? { account } : {}),
    });
    local.plantGroup({ id: GROUP, name: 'web-1' });
    const user = local.plantGroup({
      rules: [tcp(22, named('web-1')), tcp(23, named('new')), tcp(24, named('amazon-elb-sg', 'amazon-elb'))],
    });
    const [known, made, foreign] = local.ingress(user)?.map((rule) => rule.source) ?? [];
    expect(known).toEqual({ kind: 'group', id: GROUP });
    expect(made?.kind === 'group' && local.ingress(made.id)).toEqual([]);
    expect(foreign?.kind === 'group' && local.ingress(foreign.id)).toBe(undefined);
  });

  test('takes __proto__ as a tag like any other', async () => {
    const { local, ec2 } = localAccount();
    local.plantGroup({ id: GROUP, tags: JSON.parse('{"__proto__":"x"}') });
    const { SecurityGroups } = await ec2.send(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [GROUP] }));
    expect(SecurityGroups?.[0]?.Tags).toEqual([{ Key: '__proto__', Value: 'x' }]);
  });

  test('gives a group of a peer account its account', async () => {
    const { local, ec2 } = localAccount();
    local.plantGroup({ id: GROUP });
    const pair = { GroupId: 'sg-0aaaaaaaaaaaaaaaa', UserId: '111122223333' as AccountId };
    await ec2.send(
      new sdk.AuthorizeSecurityGroupIngressCommand({
        GroupId: GROUP,
        IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [pair] }],
      }),
    );
    expect(local.ingress(GROUP)).toMatchObject([{ source: { kind: 'group', id: pair.GroupId, account: pair.UserId } }]);
  });
});
