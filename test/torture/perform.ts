import {
  AuthorizeSecurityGroupIngressCommand,
  CreateDefaultVpcCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteTagsCommand,
  type EC2Client,
  type IpPermission,
  ModifyManagedPrefixListCommand,
  ModifySecurityGroupRulesCommand,
  RestoreManagedPrefixListVersionCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { LocalAccount } from '../../cli/local-account/local-account.ts';
import { type Rule, sourceText } from '../../functions/core/rule.ts';
import type { Dice } from './dice.ts';

const HARMLESS = ['10.1.0.0/16', '10.2.0.0/16', '10.3.4.0/24', '192.168.0.0/16'];
const OPEN = ['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '8.8.8.0/24'];
const PORTS: readonly (readonly [number, number])[] = [
  [22, 22],
  [443, 443],
  [0, 1024],
  [5432, 5432],
  [3389, 3389],
  [8080, 8081],
];

/**
 * Has somebody do one thing to the account, harmless or not; what EC2 refuses comes to nothing. `anything`: also what no record
 * says all of, such as a new VPC with its default group.
 */
export async function perform(account: LocalAccount, ec2: EC2Client, dice: Dice, anything = false): Promise<void> {
  try {
    await doSomething(account, ec2, dice, anything);
  } catch (error) {
    // EC2 turned it down, say because such a rule stands: people get that too.
    if (!(error instanceof Error) || !('$fault' in error)) throw error;
  }
}

async function doSomething(account: LocalAccount, ec2: EC2Client, dice: Dice, anything: boolean): Promise<unknown> {
  const all = [...account.state.groups.values()];
  const groups = all.filter(({ name }) => name !== 'default');
  const { id: GroupId, name } = dice.one(anything && dice.chance(0.05) ? all : groups);
  const rules = account.ingress(GroupId) ?? [];
  const roll = dice.number(1, 100);
  if (roll <= 45 || (rules.length === 0 && roll <= 80)) {
    const IpPermissions = Array.from({ length: dice.chance(0.2) ? 2 : 1 }, () => permission(account, dice));
    return ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  }
  if (roll <= 65) return ec2.send(modification(GroupId, dice.one(rules), dice));
  if (roll <= 80) {
    const id = dice.one(rules).id ?? '';
    return ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [id] }));
  }
  if (roll <= 85) {
    const GroupName = `${dice.one(['web', 'frozen', 'app'])}-${groups.length + 1}`;
    return ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: `Beside ${name}` }));
  }
  const tag = { Resources: [GroupId], Tags: [{ Key: 'tier', Value: dice.one(['web', 'web', 'db']) }] };
  if (roll <= 88) return ec2.send(new CreateTagsCommand(tag));
  if (roll <= (anything ? 92 : 93)) return ec2.send(new DeleteTagsCommand(tag));
  if (roll === 93) {
    const there = [...account.state.vpcs.values()].some(({ isDefault }) => isDefault);
    return ec2.send(there ? new CreateVpcCommand({ CidrBlock: '10.90.0.0/16' }) : new CreateDefaultVpcCommand({}));
  }
  const list = dice.one([...account.state.lists.values()]);
  const CurrentVersion = list.versions.length;
  if (anything && CurrentVersion > 1 && dice.chance(0.3)) {
    const PreviousVersion = dice.number(1, CurrentVersion - 1);
    return ec2.send(
      new RestoreManagedPrefixListVersionCommand({ PrefixListId: list.id, CurrentVersion, PreviousVersion }),
    );
  }
  const entries = list.versions.at(-1) ?? [];
  const Cidr = dice.one(['0.0.0.0/1', '128.0.0.0/1', '10.7.0.0/16', '0.0.0.0/0']);
  const there = entries.some((entry) => entry.cidr === Cidr);
  const input = { PrefixListId: list.id, CurrentVersion };
  const command = there
    ? new ModifyManagedPrefixListCommand({ ...input, RemoveEntries: [{ Cidr }] })
    : new ModifyManagedPrefixListCommand({ ...input, AddEntries: [{ Cidr }] });
  return ec2.send(command);
}

function permission({ state }: LocalAccount, dice: Dice): IpPermission {
  const [FromPort, ToPort] = dice.one(PORTS);
  const traffic = { IpProtocol: 'tcp', FromPort, ToPort };
  if (dice.chance(0.12)) return { ...traffic, PrefixListIds: [{ PrefixListId: dice.one([...state.lists.keys()]) }] };
  const block = () => dice.one(dice.chance(0.6) ? OPEN : HARMLESS);
  const blocks = new Set(Array.from({ length: dice.chance(0.2) ? 2 : 1 }, block));
  return {
    ...traffic,
    IpRanges: [...blocks].filter((each) => !each.includes(':')).map((CidrIp) => ({ CidrIp, Description: 'for now' })),
    Ipv6Ranges: [...blocks].filter((each) => each.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
  };
}

/** EC2 never changes the kind of a source, so neither does this. */
function modification(GroupId: string, rule: Rule, dice: Dice): ModifySecurityGroupRulesCommand {
  const [FromPort, ToPort] = dice.one(PORTS);
  const source = sourceText(rule.source);
  const cidr = dice.chance(0.7) ? dice.one(dice.chance(0.6) ? OPEN : HARMLESS) : source;
  const from =
    rule.source.kind === 'list'
      ? { PrefixListId: source }
      : source.includes(':')
        ? { CidrIpv6: '::/0' }
        : { CidrIpv4: cidr.includes(':') ? '0.0.0.0/0' : cidr };
  return new ModifySecurityGroupRulesCommand({
    GroupId,
    SecurityGroupRules: [
      {
        SecurityGroupRuleId: rule.id,
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort, ToPort, ...from, Description: 'changed' },
      },
    ],
  });
}
