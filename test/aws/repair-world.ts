import {
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  type EC2Client,
  ModifyManagedPrefixListCommand,
} from '@aws-sdk/client-ec2';
import { readGroup } from '../../functions/aws/read-group.ts';
import { type GroupId, groupId, type PrefixListId, prefixListId } from '../../functions/core/ids.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { cidr } from './sample-report.ts';

/** An EC2 that a case runs on. */
export type World = {
  readonly ec2: EC2Client;
  /** A VPC of its own, and a group in it that has no ingress rules. */
  readonly vpc: string;
  readonly group: GroupId;
};

/** A CIDR as a source. */
export const from = (text: string): Rule['source'] => ({ kind: 'cidr', cidr: cidr(text) });
/** A rule for tcp on one port, from 10.0.0.0/8 unless said otherwise. */
export const tcp = (port: number, source = from('10.0.0.0/8'), more: Partial<Rule> = {}): Rule => ({
  protocol: 6,
  from: port,
  to: port,
  source,
  ...more,
});

/** A value that an answer must have. */
export function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new TypeError('the answer lacks a value that it must have');
  return value;
}

/** A world of its own on an EC2 that others may use too. */
export async function worldOf(ec2: EC2Client): Promise<World> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const vpc = given(Vpc?.VpcId);
  const command = new CreateSecurityGroupCommand({ GroupName: 'web-1', Description: 'web', VpcId: vpc });
  return { ec2, vpc, group: given(groupId((await ec2.send(command)).GroupId)) };
}

/** The rules of the group as they stand. */
export async function standing({ ec2, group }: World): Promise<readonly Rule[]> {
  const reading = await readGroup(ec2)({ id: group });
  return reading.kind === 'found' ? reading.standing : [];
}

/** The rules as they were asked for: without ids, and without tags where there are none. */
export const contents = (rules: readonly Rule[]) =>
  rules.map(({ id: _, tags, ...rule }) => ({ ...rule, ...(Object.keys(tags ?? {}).length > 0 && { tags }) }));

/** A prefix list, version 1, that holds 10.0.0.0/8. */
export async function newList({ ec2 }: World): Promise<PrefixListId> {
  const command = new CreateManagedPrefixListCommand({
    PrefixListName: 'office',
    AddressFamily: 'IPv4',
    MaxEntries: 5,
    Entries: [{ Cidr: '10.0.0.0/8' }],
  });
  return given(prefixListId((await ec2.send(command)).PrefixList?.PrefixListId));
}

/** Makes version 2 of a list, which holds the whole world. */
export async function widen({ ec2 }: World, list: PrefixListId): Promise<void> {
  const AddEntries = [{ Cidr: '0.0.0.0/0' }];
  await ec2.send(new ModifyManagedPrefixListCommand({ PrefixListId: list, CurrentVersion: 1, AddEntries }));
}

/** What the adapters do on an EC2 that behaves. */
export type Case = {
  readonly name: string;
  readonly run: (world: World) => Promise<void> /** Why the case can't be played on moto. */;
  readonly motoCannot?: string;
};
