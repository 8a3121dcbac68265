import type { CreateDefaultVpcCommandInput, CreateVpcCommandInput, Vpc } from '@aws-sdk/client-ec2';
import type { GroupId, RuleId } from '../../functions/core/ids.ts';
import { ALL_PROTOCOLS, type Source } from '../../functions/core/rule.ts';
import { parseCidr } from '../../functions/core/traffic/cidr.ts';
import type { Account, StoredGroup, StoredRule, StoredVpc, TagMap } from './account.ts';
import { ec2Error } from './ec2-error.ts';
import { defaultVpc } from './find.ts';
import { tagsAtBirth, toTags } from './tags.ts';

/** CreateVpc: a VPC and its group `default`, which lets its own members in from the start. */
export function createVpc(account: Account, input: CreateVpcCommandInput): { Vpc: Vpc } {
  const parsed = parseCidr(input.CidrBlock ?? '');
  if (parsed?.family !== 4 || parsed.prefix < 16 || parsed.prefix > 28)
    throw ec2Error('InvalidVpc.Range', `The CIDR '${input.CidrBlock ?? 'null'}' is invalid.`);
  const tags = tagsAtBirth(input.TagSpecifications, 'vpc');
  return { Vpc: toVpc(account, addVpc(account, { cidr: parsed.cidr, isDefault: false, tags })) };
}

/** CreateDefaultVpc; an account has one at the most. */
export function createDefaultVpc(account: Account, _input: CreateDefaultVpcCommandInput): { Vpc: Vpc } {
  if (defaultVpc(account))
    throw ec2Error('DefaultVpcAlreadyExists', 'A Default VPC already exists for this account in this region.');
  return { Vpc: toVpc(account, addVpc(account, { cidr: '172.31.0.0/16', isDefault: true, tags: new Map() })) };
}

/** A new VPC with its default group; `id` when it must have a certain one. */
export function addVpc(
  account: Account,
  vpc: { cidr: string; isDefault: boolean; tags: TagMap; id?: string },
): StoredVpc {
  const added = { id: account.ids.resource('vpc'), ...vpc };
  account.vpcs.set(added.id, added);
  const group = addGroup(account, {
    name: 'default',
    description: 'default VPC security group',
    vpc: added.id,
    tags: new Map(),
  });
  group.rules.push(openRule(account, false, { kind: 'group', id: group.id }));
  return added;
}

/** A new group; like every group it lets everything out over IPv4. */
export function addGroup(account: Account, group: Omit<StoredGroup, 'id' | 'rules'> & { id?: GroupId }): StoredGroup {
  const everyone = { kind: 'cidr', cidr: anyIpv4 } as const;
  const added = { id: account.ids.resource('sg') as GroupId, ...group, rules: [openRule(account, true, everyone)] };
  account.groups.set(added.id, added);
  return added;
}

const anyIpv4 = '0.0.0.0/0' as (Source & { kind: 'cidr' })['cidr'];

function openRule(account: Account, egress: boolean, source: Source): StoredRule {
  const id = account.ids.resource('sgr') as RuleId;
  return { id, egress, content: { protocol: ALL_PROTOCOLS, from: -1, to: -1, source }, tags: new Map() };
}

const toVpc = (account: Account, vpc: StoredVpc): Vpc => ({
  VpcId: vpc.id,
  State: 'pending',
  OwnerId: account.id,
  CidrBlock: vpc.cidr,
  InstanceTenancy: 'default',
  IsDefault: vpc.isDefault,
  Tags: toTags(vpc.tags),
});
