import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  EC2ServiceException,
  type Filter,
  type IpPermission,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';

/** An EC2 that a case runs on. Names are new each time, so that cases may share one. */
export type World = {
  readonly ec2: EC2Client;
  readonly name: (prefix: string) => string;
};

/** One behaviour of EC2. */
export type Case = {
  readonly name: string;
  /** Throws when EC2 behaves otherwise. */
  readonly run: (world: World) => Promise<void>;
  /** What moto does instead; the suite then checks that it still does. */
  readonly motoDiffers?: string;
};

/** tcp on one port from an IPv4 block. */
export const tcp = (port: number, ...cidrs: string[]): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
});

/** A new VPC that is not the default one. */
export async function newVpc({ ec2 }: World): Promise<string> {
  return given((await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId);
}

/** A new group: in a new VPC, or with `null` in the default one. */
export async function newGroup(world: World, vpc?: string | null): Promise<string> {
  const command = new CreateSecurityGroupCommand({
    GroupName: world.name('group'),
    Description: 'A group of the contract suite',
    ...(vpc === null ? {} : { VpcId: vpc ?? (await newVpc(world)) }),
  });
  return given((await world.ec2.send(command)).GroupId);
}

/** The ids of the groups that pass every filter. */
export async function find({ ec2 }: World, ...Filters: Filter[]): Promise<(string | undefined)[]> {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  return SecurityGroups.map((group) => group.GroupId);
}

/** A group as it stands. */
export async function describeOne({ ec2 }: World, group: string) {
  return given((await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [group] }))).SecurityGroups?.[0]);
}

/** Adds ingress rules and gives them back as the answer has them. */
export async function authorize({ ec2 }: World, GroupId: string, ...IpPermissions: IpPermission[]) {
  return (
    (await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))).SecurityGroupRules ?? []
  );
}

/** The rules of one direction of a group, as they stand. */
export async function standing({ ec2 }: World, group: string, egress = false): Promise<SecurityGroupRule[]> {
  const Filters = [{ Name: 'group-id', Values: [group] }];
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
  return SecurityGroupRules.filter((rule) => rule.IsEgress === egress);
}

/** Rules as one text each, in order: `tcp 22-22 10.0.0.0/8`. */
export const texts = (rules: readonly SecurityGroupRule[]): string[] =>
  rules
    .map((rule) => {
      const source = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
      return `${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort} ${source}`;
    })
    .sort();

/** The code with which a call is refused, or `accepted`. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    if (error instanceof EC2ServiceException) return error.name;
    throw error;
  }
}

/** A value that an answer must have. */
export function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('the answer lacks a value that it must have');
  return value;
}
