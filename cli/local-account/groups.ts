import type {
  CreateSecurityGroupCommandInput,
  CreateSecurityGroupCommandOutput,
  DeleteSecurityGroupCommandInput,
} from '@aws-sdk/client-ec2';
import type { Account, StoredVpc } from './account.ts';
import { ec2Error } from './ec2-error.ts';
import { allRules, defaultVpc, groupOfRequest } from './find.ts';
import { tagsAtBirth, toTags } from './tags.ts';
import { addGroup } from './vpcs.ts';

/** CreateSecurityGroup: in the default VPC when none is named; names are unique in a VPC. */
export function createGroup(
  account: Account,
  input: CreateSecurityGroupCommandInput,
): Omit<CreateSecurityGroupCommandOutput, '$metadata'> {
  const { GroupName: name = '', Description: description = '' } = input;
  if (name === '') throw ec2Error('MissingParameter', 'The request must contain the parameter GroupName');
  if (description === '') throw ec2Error('MissingParameter', 'The request must contain the parameter GroupDescription');
  if (name.startsWith('sg-'))
    throw ec2Error(
      'InvalidParameterValue',
      `Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*`,
    );
  if (name === 'default') throw ec2Error('InvalidParameterValue', `Cannot use reserved security group name: ${name}`);
  for (const [field, text] of Object.entries({ GroupName: name, GroupDescription: description }))
    if (text.length > 255)
      throw ec2Error(
        'InvalidParameterValue',
        `Value (${text}) for parameter ${field} is invalid. Its ${text.length} characters exceed the limit of 255`,
      );
  const vpc = vpcOf(account, input.VpcId);
  const tags = tagsAtBirth(input.TagSpecifications, 'security-group');
  if ([...account.groups.values()].some((group) => group.vpc === vpc.id && group.name === name))
    throw ec2Error('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpc.id}'`);
  const group = addGroup(account, { name, description, vpc: vpc.id, tags });
  return {
    GroupId: group.id,
    ...(tags.size > 0 ? { Tags: toTags(tags) } : {}),
    SecurityGroupArn: `arn:aws:ec2:${account.region}:${account.id}:security-group/${group.id}`,
  };
}

/** DeleteSecurityGroup: not the default group, and not one that another group's rule names. */
export function deleteGroup(
  account: Account,
  input: DeleteSecurityGroupCommandInput,
): { Return: boolean; GroupId: string } {
  const group = groupOfRequest(account, input);
  if (group.name === 'default')
    throw ec2Error('CannotDelete', `the specified group: "${group.id}" name: "default" cannot be deleted by a user`);
  const holder = allRules(account).find(({ group: other, rule: { content } }) => {
    return other !== group && content.source.kind === 'group' && content.source.id === group.id;
  });
  if (holder) throw ec2Error('DependencyViolation', `resource ${group.id} has a dependent object`);
  account.groups.delete(group.id);
  return { Return: true, GroupId: group.id };
}

function vpcOf(account: Account, id: string | undefined): StoredVpc {
  const vpc = id === undefined ? defaultVpc(account) : account.vpcs.get(id);
  if (vpc) return vpc;
  if (id === undefined) throw ec2Error('VPCIdNotSpecified', 'No default VPC for this user');
  throw ec2Error('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
}
