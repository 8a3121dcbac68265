import * as sdk from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GroupId, PrefixListId } from '../../../functions/core/ids.ts';
import { ruleText } from '../../../functions/core/rule.ts';
import { errorOf, localAccount } from './fixture.ts';

const GROUP = 'sg-0123456789abcdef0' as GroupId;
const OTHER = 'sg-0fedcba9876543210' as GroupId;

/** An account with a group in the default VPC, and one outside it. */
function world() {
  const made = localAccount();
  made.local.plantGroup({ id: GROUP, name: 'inside' });
  made.local.plantGroup({ id: OTHER, name: 'outside', vpc: 'vpc-0123456789abcdef0' });
  return made;
}

const authorize = (input: sdk.AuthorizeSecurityGroupIngressCommandInput) =>
  new sdk.AuthorizeSecurityGroupIngressCommand(input);
const ports = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
const range = (CidrIp: string, Description?: string) => ({
  ...ports,
  IpRanges: [{ CidrIp, ...(Description === undefined ? {} : { Description }) }],
});

describe('authorizeIngress()', () => {
  test('opens icmp, tcp and udp to a group that is named in the oldest form', async () => {
    const { local, ec2 } = world();
    await ec2.send(authorize({ GroupName: 'inside', SourceSecurityGroupName: 'inside' }));
    expect(local.ingress(GROUP)?.map(ruleText)).toEqual([
      `icmp type any code any from ${GROUP}`,
      `tcp 0-65535 from ${GROUP}`,
      `udp 0-65535 from ${GROUP}`,
    ]);
  });

  test.for<{ what: string; input: sdk.AuthorizeSecurityGroupIngressCommandInput; code: string }>([
    { what: 'no group', input: { IpPermissions: [range('10.0.0.0/8')] }, code: 'MissingParameter' },
    {
      what: 'an id and a name',
      input: { GroupId: GROUP, GroupName: 'inside', IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidParameterCombination',
    },
    {
      what: 'a name outside the default VPC',
      input: { GroupName: 'outside', IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidGroup.NotFound',
    },
    {
      what: 'a malformed group id',
      input: { GroupId: 'web', IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidGroupId.Malformed',
    },
    { what: 'no permission', input: { GroupId: GROUP }, code: 'MissingParameter' },
    {
      what: 'a permission without a source',
      input: { GroupId: GROUP, IpPermissions: [ports] },
      code: 'MissingParameter',
    },
    {
      what: 'a source without id and name',
      input: { GroupId: GROUP, IpPermissions: [{ ...ports, UserIdGroupPairs: [{}] }] },
      code: 'MissingParameter',
    },
    {
      what: 'both forms',
      input: { GroupId: GROUP, CidrIp: '10.0.0.0/8', IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidParameterCombination',
    },
    {
      what: 'a group of another VPC',
      input: { GroupId: GROUP, IpPermissions: [{ ...ports, UserIdGroupPairs: [{ GroupId: OTHER }] }] },
      code: 'InvalidGroup.NotFound',
    },
    {
      what: 'a group of another account without its id',
      input: {
        GroupId: GROUP,
        IpPermissions: [{ ...ports, UserIdGroupPairs: [{ GroupName: 'x', UserId: '111122223333' }] }],
      },
      code: 'InvalidGroup.NotFound',
    },
    {
      what: 'no protocol',
      input: { GroupId: GROUP, IpPermissions: [{ IpRanges: [{ CidrIp: '10.0.0.0/8' }] }] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'an unknown protocol',
      input: { GroupId: GROUP, IpPermissions: [{ ...range('10.0.0.0/8'), IpProtocol: 'sctp?' }] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'ports that run backwards',
      input: { GroupId: GROUP, IpPermissions: [{ ...range('10.0.0.0/8'), FromPort: 23 }] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'one port only',
      input: {
        GroupId: GROUP,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
      },
      code: 'InvalidParameterValue',
    },
    {
      what: 'tcp with ports of -1',
      input: { GroupId: GROUP, IpPermissions: [{ ...range('10.0.0.0/8'), FromPort: -1, ToPort: -1 }] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'a line break in the description',
      input: { GroupId: GROUP, IpPermissions: [range('10.0.0.0/8', 'a\nb')] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'a description of 256 characters',
      input: { GroupId: GROUP, IpPermissions: [range('10.0.0.0/8', 'a'.repeat(256))] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'one block twice, once with host bits',
      input: { GroupId: GROUP, IpPermissions: [range('10.0.0.0/8'), range('10.1.2.3/8')] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'a tag of AWS',
      input: {
        GroupId: GROUP,
        IpPermissions: [range('10.0.0.0/8')],
        TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'aws:x', Value: '' }] }],
      },
      code: 'InvalidParameterValue',
    },
    {
      what: 'tags for another resource',
      input: {
        GroupId: GROUP,
        IpPermissions: [range('10.0.0.0/8')],
        TagSpecifications: [{ ResourceType: 'vpc', Tags: [] }],
      },
      code: 'InvalidParameterValue',
    },
    {
      what: 'a hundred thousand rules',
      input: {
        GroupId: GROUP,
        IpPermissions: Array.from({ length: 100_000 }, (_, index) =>
          range(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}/32`),
        ),
      },
      code: 'RulesPerSecurityGroupLimitExceeded',
    },
  ])('refuses $what', async ({ input, code }) => {
    const { local, ec2 } = world();
    expect(await errorOf(ec2.send(authorize(input)))).toMatchObject({ name: code });
    expect(local.ingress(GROUP)).toEqual([]);
  });

  test('counts a group against both families', async () => {
    const { ec2 } = world();
    const blocks = Array.from({ length: 60 }, (_, index) => ({ CidrIpv6: `2001:db8:${index}::/48` }));
    await ec2.send(authorize({ GroupId: GROUP, IpPermissions: [{ ...ports, Ipv6Ranges: blocks }] }));
    const byGroup = authorize({
      GroupId: GROUP,
      IpPermissions: [{ ...ports, UserIdGroupPairs: [{ GroupId: GROUP }] }],
    });
    expect(await errorOf(ec2.send(byGroup))).toMatchObject({ name: 'RulesPerSecurityGroupLimitExceeded' });
  });

  test('says which rule is there', async () => {
    const { ec2 } = world();
    await ec2.send(authorize({ GroupId: GROUP, IpPermissions: [range('0.0.0.0/0')] }));
    const error = await errorOf(ec2.send(authorize({ GroupId: GROUP, IpPermissions: [range('0.0.0.0/0')] })));
    expect(error).toMatchObject({
      message: 'the specified rule "peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW" already exists',
    });
  });
});

describe('revokeIngress()', () => {
  test('removes a rule that is named twice once', async () => {
    const { ec2 } = world();
    await ec2.send(authorize({ GroupId: OTHER, IpPermissions: [range('10.0.0.0/8')] }));
    const IpPermissions = [range('10.0.0.0/8'), range('10.9.9.9/8')];
    const { RevokedSecurityGroupRules } = await ec2.send(
      new sdk.RevokeSecurityGroupIngressCommand({ GroupId: OTHER, IpPermissions }),
    );
    expect(RevokedSecurityGroupRules).toHaveLength(1);
  });

  test.for([
    {
      what: 'ids and permissions',
      input: { GroupId: GROUP, SecurityGroupRuleIds: ['sgr-0123456789abcdef0'], IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidParameterCombination',
    },
    {
      what: 'ids without a group',
      input: { SecurityGroupRuleIds: ['sgr-0123456789abcdef0'] },
      code: 'MissingParameter',
    },
    {
      what: 'a malformed id',
      input: { GroupId: GROUP, SecurityGroupRuleIds: ['rule 1'] },
      code: 'InvalidSecurityGroupRuleId.Malformed',
    },
    { what: 'nothing', input: { GroupId: GROUP }, code: 'MissingParameter' },
  ])('refuses $what', async ({ input, code }) => {
    expect(await errorOf(world().ec2.send(new sdk.RevokeSecurityGroupIngressCommand(input)))).toMatchObject({
      name: code,
    });
  });
});

describe('updateDescriptions()', () => {
  test('writes and clears a text by rule id', async () => {
    const { local, ec2 } = world();
    const { SecurityGroupRules } = await ec2.send(
      authorize({ GroupId: GROUP, IpPermissions: [range('10.0.0.0/8', 'old')] }),
    );
    const SecurityGroupRuleId = SecurityGroupRules?.[0]?.SecurityGroupRuleId;
    const write = (text: object) =>
      ec2.send(
        new sdk.UpdateSecurityGroupRuleDescriptionsIngressCommand({
          GroupId: GROUP,
          SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId, ...text }],
        }),
      );
    await write({ Description: 'new' });
    expect(local.ingress(GROUP)).toMatchObject([{ description: 'new' }]);
    await write({});
    expect(local.ingress(GROUP)?.[0]).not.toHaveProperty('description');
  });

  test.for([
    { what: 'nothing', input: {}, code: 'MissingParameter' },
    {
      what: 'an unknown rule',
      input: { SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: 'sgr-0123456789abcdef0' }] },
      code: 'InvalidSecurityGroupRuleId.NotFound',
    },
    {
      what: 'a rule that is not there',
      input: { IpPermissions: [range('10.0.0.0/8', 'x')] },
      code: 'InvalidPermission.NotFound',
    },
  ])('refuses $what', async ({ input, code }) => {
    const command = new sdk.UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId: GROUP, ...input });
    expect(await errorOf(world().ec2.send(command))).toMatchObject({ name: code });
  });
});

describe('modifyRules()', () => {
  test('changes none when one of them is refused', async () => {
    const { local, ec2 } = world();
    const { SecurityGroupRules } = await ec2.send(authorize({ GroupId: GROUP, IpPermissions: [range('10.0.0.0/8')] }));
    const [first] = SecurityGroupRules?.map((rule) => rule.SecurityGroupRuleId) ?? [];
    const SecurityGroupRule = { ...ports, CidrIpv4: '0.0.0.0/0' };
    const command = new sdk.ModifySecurityGroupRulesCommand({
      GroupId: GROUP,
      SecurityGroupRules: [
        { SecurityGroupRuleId: first, SecurityGroupRule },
        { SecurityGroupRuleId: 'sgr-0123456789abcdef0', SecurityGroupRule },
      ],
    });
    expect(await errorOf(ec2.send(command))).toMatchObject({ name: 'InvalidSecurityGroupRuleId.NotFound' });
    expect(local.ingress(GROUP)).toMatchObject([{ source: { cidr: '10.0.0.0/8' } }]);
  });

  test('keeps the description and the tags, and changes egress rules too', async () => {
    const { local, ec2 } = world();
    const TagSpecifications = [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'a', Value: '1' }] } as const];
    const { SecurityGroupRules } = await ec2.send(
      authorize({
        GroupId: GROUP,
        IpPermissions: [range('10.0.0.0/8', 'office')],
        TagSpecifications: [...TagSpecifications],
      }),
    );
    const Filters = [{ Name: 'group-id', Values: [GROUP] }];
    const before = await ec2.send(new sdk.DescribeSecurityGroupRulesCommand({ Filters }));
    const egress = before.SecurityGroupRules?.find((rule) => rule.IsEgress)?.SecurityGroupRuleId;
    await ec2.send(
      new sdk.ModifySecurityGroupRulesCommand({
        GroupId: GROUP,
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: SecurityGroupRules?.[0]?.SecurityGroupRuleId,
            SecurityGroupRule: { IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIpv4: '0.0.0.0/0' },
          },
          { SecurityGroupRuleId: egress, SecurityGroupRule: { IpProtocol: '-1', CidrIpv4: '10.0.0.0/8' } },
        ],
      }),
    );
    expect(local.ingress(GROUP)).toMatchObject([
      { protocol: 17, description: 'office', tags: { a: '1' }, source: { cidr: '0.0.0.0/0' } },
    ]);
    const after = await ec2.send(
      new sdk.DescribeSecurityGroupRulesCommand({
        Filters: [{ Name: 'security-group-rule-id', Values: [egress ?? ''] }],
      }),
    );
    expect(after.SecurityGroupRules).toMatchObject([{ IsEgress: true, CidrIpv4: '10.0.0.0/8' }]);
  });
});

describe('groups, tags, VPCs and lists', () => {
  const LIST = 'pl-0123456789abcdef0' as PrefixListId;
  const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: '' }));

  test.for<{ what: string; call: (ec2: sdk.EC2Client) => Promise<unknown>; code: string }>([
    {
      what: 'a 51st tag',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: [GROUP], Tags: tags(51) })),
      code: 'TagLimitExceeded',
    },
    {
      what: 'tags of an unknown rule',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: ['sgr-0123456789abcdef0'], Tags: tags(1) })),
      code: 'InvalidSecurityGroupRuleId.NotFound',
    },
    {
      what: 'tags of an unknown VPC',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: ['vpc-0000000000000000f'], Tags: tags(1) })),
      code: 'InvalidVpcID.NotFound',
    },
    {
      what: 'tags of nothing that it knows',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: ['constructor'], Tags: tags(1) })),
      code: 'InvalidID',
    },
    {
      what: 'a group named default',
      call: (ec2) => ec2.send(new sdk.CreateSecurityGroupCommand({ GroupName: 'default', Description: 'x' })),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a group named as an id',
      call: (ec2) => ec2.send(new sdk.CreateSecurityGroupCommand({ GroupName: 'sg-web', Description: 'x' })),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a group without description',
      call: (ec2) => ec2.send(new sdk.CreateSecurityGroupCommand({ GroupName: 'web', Description: undefined })),
      code: 'MissingParameter',
    },
    {
      what: 'a group in an unknown VPC',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateSecurityGroupCommand({ GroupName: 'web', Description: 'x', VpcId: 'vpc-0000000000000000f' }),
        ),
      code: 'InvalidVpcID.NotFound',
    },
    {
      what: 'a second default VPC',
      call: (ec2) => ec2.send(new sdk.CreateDefaultVpcCommand({})),
      code: 'DefaultVpcAlreadyExists',
    },
    {
      what: 'a VPC that is too wide',
      call: (ec2) => ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/8' })),
      code: 'InvalidVpc.Range',
    },
    {
      what: 'a change of a list of AWS',
      call: (ec2) =>
        ec2.send(
          new sdk.ModifyManagedPrefixListCommand({
            PrefixListId: LIST,
            CurrentVersion: 1,
            AddEntries: [{ Cidr: '10.0.0.0/8' }],
          }),
        ),
      code: 'UnauthorizedOperation',
    },
    {
      what: 'a list named as one of AWS',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateManagedPrefixListCommand({
            PrefixListName: 'com.amazonaws.x',
            AddressFamily: 'IPv4',
            MaxEntries: 1,
          }),
        ),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a list of no family',
      call: (ec2) =>
        ec2.send(new sdk.CreateManagedPrefixListCommand({ PrefixListName: 'x', AddressFamily: 'IPv5', MaxEntries: 1 })),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a list of no size',
      call: (ec2) =>
        ec2.send(new sdk.CreateManagedPrefixListCommand({ PrefixListName: 'x', AddressFamily: 'IPv4', MaxEntries: 0 })),
      code: 'InvalidParameterValue',
    },
    {
      what: 'an IPv6 entry of an IPv4 list',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateManagedPrefixListCommand({
            PrefixListName: 'x',
            AddressFamily: 'IPv4',
            MaxEntries: 1,
            Entries: [{ Cidr: '::/0' }],
          }),
        ),
      code: 'InvalidParameterValue',
    },
    {
      what: 'an entry twice',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateManagedPrefixListCommand({
            PrefixListName: 'x',
            AddressFamily: 'IPv4',
            MaxEntries: 2,
            Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '10.1.0.0/8' }],
          }),
        ),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a version that a list never had',
      call: (ec2) => ec2.send(new sdk.GetManagedPrefixListEntriesCommand({ PrefixListId: LIST, TargetVersion: 9 })),
      code: 'InvalidParameterValue',
    },
  ])('refuses $what', async ({ call, code }) => {
    const { local, ec2 } = world();
    local.plantList({ id: LIST, owner: 'AWS', name: 'com.amazonaws.eu-west-1.s3' });
    expect(await errorOf(call(ec2))).toMatchObject({ name: code });
    expect(local.records.every((record) => record.errorCode === `Client.${code}`)).toBe(true);
  });

  test('createDefaultVpc() makes the one that is missing, and names are found in it', async () => {
    const { ec2 } = localAccount({ defaultVpc: false });
    const byName = () => ec2.send(new sdk.DescribeSecurityGroupsCommand({ GroupNames: ['default'] }));
    expect(await errorOf(byName())).toMatchObject({ name: 'VPCIdNotSpecified' });
    const { Vpc } = await ec2.send(new sdk.CreateDefaultVpcCommand({}));
    expect((await byName()).SecurityGroups).toMatchObject([{ VpcId: Vpc?.VpcId }]);
  });
});

describe('authorize and revoke, in any order', () => {
  const step = fc.record({
    kind: fc.constantFrom('authorize', 'revoke'),
    group: fc.constantFrom(GROUP, OTHER),
    permissions: fc.array(
      fc.record({
        ports: fc.constantFrom([22, 22], [80, 443], [23, 22]),
        cidr: fc.constantFrom('10.0.0.0/8', '10.1.2.3/8', '0.0.0.0/0', 'nonsense'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });

  test('either do all they were asked for or nothing, and never leave two equal rules or ids', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { local, ec2 } = world();
        for (const { kind, group, permissions } of steps) {
          const before = local.ingress(group) ?? [];
          const IpPermissions = permissions.map(({ ports: [FromPort, ToPort], cidr }) => ({
            IpProtocol: 'tcp',
            FromPort,
            ToPort,
            IpRanges: [{ CidrIp: cidr }],
          }));
          const input = { GroupId: group, IpPermissions };
          const call =
            kind === 'authorize'
              ? ec2.send(authorize(input))
              : ec2.send(new sdk.RevokeSecurityGroupIngressCommand(input));
          const failed = await call.then(
            () => false,
            () => true,
          );
          const after = local.ingress(group) ?? [];
          if (failed) expect(after).toEqual(before);
          else if (kind === 'authorize') expect(after).toHaveLength(before.length + permissions.length);
          expect(new Set(after.map(ruleText)).size).toBe(after.length);
          expect(new Set(after.map((rule) => rule.id)).size).toBe(after.length);
        }
        expect(local.records).toHaveLength(steps.length);
      }),
      { numRuns: 60 },
    );
  });
});
