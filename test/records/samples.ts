import { ACCOUNT, authorizeRecord, GROUP, type Json, modifyRecord, record, ruleIdOf } from './records.ts';

/** Another group than GROUP, a prefix list, a VPC and a network interface. */
export const OTHER_GROUP = 'sg-0fedcba9876543210';
export const LIST = 'pl-0123456789abcdef0';
export const VPC = 'vpc-0123456789abcdef0';
export const INTERFACE = 'eni-0123456789abcdef0';

/** How a RevokeSecurityGroupIngress record is built. */
export type Revoke = {
  /** Parts of the request beside or instead of the group and its one permission, tcp 22 from 0.0.0.0/0. */
  request?: Json;
  /** The rules of the response; null for a response without them, as before 2021. */
  revoked?: Json[] | null;
  /** Further parts of the response. */
  response?: Json;
  parts?: Json;
};

const PERMISSION = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } };

/** A rule as the response of a revocation spells it out. */
export const revokedRule = (parts: Json = {}): Json => ({
  groupId: GROUP,
  securityGroupRuleId: ruleIdOf(1),
  isEgress: false,
  ipProtocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  cidrIpv4: '0.0.0.0/0',
  ...parts,
});

/** RevokeSecurityGroupIngress by content. */
export function revokeRecord({ request, revoked = [revokedRule()], response, parts }: Revoke = {}): Json {
  const set = revoked ? { revokedSecurityGroupRuleSet: { items: revoked } } : {};
  return record('RevokeSecurityGroupIngress', {
    requestParameters: { groupId: GROUP, ipPermissions: { items: [PERMISSION] }, ...request },
    responseElements: { requestId: 'e0a7c5de', _return: true, ...set, ...response },
    ...parts,
  });
}

/** RevokeSecurityGroupIngress by rule ids. */
export const revokeByIdRecord = (securityGroupRuleIds: unknown, options: Omit<Revoke, 'request'> = {}): Json =>
  revokeRecord({ revoked: null, ...options, request: { ipPermissions: undefined, securityGroupRuleIds } });

/** CreateSecurityGroup of the group `web`. */
export const newGroupRecord = (request: Json = {}, parts: Json = {}): Json =>
  record('CreateSecurityGroup', {
    requestParameters: { groupName: 'web', groupDescription: 'web', vpcId: VPC, ...request },
    responseElements: { requestId: 'e0a7c5de', _return: true, groupId: GROUP },
    ...parts,
  });

/** CreateVpc, in the older dialect. */
export const newVpcRecord = (parts: Json = {}): Json =>
  record('CreateVpc', {
    requestParameters: { cidrBlock: '10.0.0.0/16', instanceTenancy: 'default' },
    responseElements: { requestId: 'e0a7c5de', vpc: { vpcId: VPC, state: 'pending', isDefault: false } },
    ...parts,
  });

/** CreateDefaultVpc, in the newer one. */
export const defaultVpcRecord = (parts: Json = {}): Json =>
  record('CreateDefaultVpc', {
    requestParameters: { CreateDefaultVpcRequest: '' },
    responseElements: { CreateDefaultVpcResponse: { requestId: 'e0a7c5de', vpc: { vpcId: VPC, isDefault: true } } },
    ...parts,
  });

/** CreateTags or DeleteTags. */
export const tagsRecord = (
  eventName: 'CreateTags' | 'DeleteTags',
  resources: string[] = [GROUP],
  tags: Json[] = [{ key: 'tier', value: 'web' }],
  parts: Json = {},
): Json =>
  record(eventName, {
    requestParameters: {
      resourcesSet: { items: resources.map((resourceId) => ({ resourceId })) },
      tagSet: tags.length === 0 ? {} : { items: tags },
    },
    responseElements: { requestId: 'e0a7c5de', _return: true },
    ...parts,
  });

/** A security group's ARN. */
export const arnOf = (group = GROUP, region = 'eu-west-1', account = ACCOUNT): string =>
  `arn:aws:ec2:${region}:${account}:security-group/${group}`;

/** TagResources or UntagResources of the tagging API. */
export const taggingRecord = (
  eventName: 'TagResources' | 'UntagResources',
  request: Json = {},
  parts: Json = {},
): Json =>
  record(eventName, {
    eventSource: 'tagging.amazonaws.com',
    requestParameters: {
      resourceARNList: [arnOf()],
      ...(eventName === 'TagResources' ? { tags: { tier: 'web' } } : { tagKeys: ['tier'] }),
      ...request,
    },
    responseElements: { failedResourcesMap: {} },
    ...parts,
  });

/** ModifyManagedPrefixList or RestoreManagedPrefixListVersion. */
export const listRecord = (
  eventName: 'ModifyManagedPrefixList' | 'RestoreManagedPrefixListVersion',
  request: Json = eventName === 'ModifyManagedPrefixList'
    ? { AddEntry: { cidr: '0.0.0.0/1', Description: 'half', tag: 1 } }
    : { PreviousVersion: 1 },
  parts: Json = {},
): Json =>
  record(eventName, {
    requestParameters: { [`${eventName}Request`]: { PrefixListId: LIST, CurrentVersion: 3, ...request } },
    responseElements: { [`${eventName}Response`]: { requestId: 'e0a7c5de', prefixList: { prefixListId: LIST } } },
    ...parts,
  });

/** ModifyNetworkInterfaceAttribute or ModifyInstanceAttribute with groups. */
export const attachRecord = (
  eventName: 'ModifyNetworkInterfaceAttribute' | 'ModifyInstanceAttribute',
  groups: string[] = [GROUP],
  parts: Json = {},
): Json =>
  record(eventName, {
    requestParameters: {
      ...(eventName === 'ModifyInstanceAttribute'
        ? { instanceId: 'i-0123456789abcdef0' }
        : { networkInterfaceId: INTERFACE }),
      groupSet: { items: groups.map((groupId) => ({ groupId })) },
    },
    responseElements: { requestId: 'e0a7c5de', _return: true },
    ...parts,
  });

/** CreateNetworkAclEntry and its kin; the entry lets tcp 22 in from everywhere. */
export const aclRecord = (
  eventName: 'CreateNetworkAclEntry' | 'ReplaceNetworkAclEntry' | 'DeleteNetworkAclEntry',
  request: Json = {},
  parts: Json = {},
): Json => {
  const entry = { ruleAction: 'allow', icmpTypeCode: {}, portRange: { from: 22, to: 22 }, aclProtocol: '6' };
  return record(eventName, {
    requestParameters: {
      networkAclId: 'acl-0123456789abcdef0',
      ruleNumber: 90,
      egress: false,
      ...(eventName === 'DeleteNetworkAclEntry' ? {} : { ...entry, cidrBlock: '0.0.0.0/0' }),
      ...request,
    },
    responseElements: { requestId: 'e0a7c5de', _return: true },
    ...parts,
  });
};

/** A call of the newer dialect that answers with nothing but `return`. */
export const newerRecord = (eventName: string, request: Json, parts: Json = {}): Json =>
  record(eventName, {
    requestParameters: { [`${eventName}Request`]: request },
    responseElements: { [`${eventName}Response`]: { requestId: 'e0a7c5de', return: true } },
    ...parts,
  });

const EXCLUSION = { ExclusionId: 'vpcbpa-exclude-0123456789abcdef0', InternetGatewayExclusionMode: 'allow-egress' };

/** A record of every event that is handled, by its name. */
export const samples = (): Readonly<Record<string, Json>> => ({
  AuthorizeSecurityGroupIngress: authorizeRecord(),
  ModifySecurityGroupRules: modifyRecord(),
  RevokeSecurityGroupIngress: revokeRecord(),
  CreateSecurityGroup: newGroupRecord(),
  CreateVpc: newVpcRecord(),
  CreateDefaultVpc: defaultVpcRecord(),
  CreateTags: tagsRecord('CreateTags'),
  DeleteTags: tagsRecord('DeleteTags'),
  TagResources: taggingRecord('TagResources'),
  UntagResources: taggingRecord('UntagResources'),
  ModifyManagedPrefixList: listRecord('ModifyManagedPrefixList'),
  RestoreManagedPrefixListVersion: listRecord('RestoreManagedPrefixListVersion'),
  ModifyNetworkInterfaceAttribute: attachRecord('ModifyNetworkInterfaceAttribute'),
  ModifyInstanceAttribute: attachRecord('ModifyInstanceAttribute'),
  AssociateSecurityGroupVpc: newerRecord('AssociateSecurityGroupVpc', { GroupId: GROUP, VpcId: VPC }),
  CreateNetworkAclEntry: aclRecord('CreateNetworkAclEntry'),
  ReplaceNetworkAclEntry: aclRecord('ReplaceNetworkAclEntry'),
  DeleteNetworkAclEntry: aclRecord('DeleteNetworkAclEntry'),
  ModifyVpcBlockPublicAccessOptions: newerRecord('ModifyVpcBlockPublicAccessOptions', {
    InternetGatewayBlockMode: 'off',
  }),
  CreateVpcBlockPublicAccessExclusion: newerRecord('CreateVpcBlockPublicAccessExclusion', {
    VpcId: VPC,
    InternetGatewayExclusionMode: 'allow-bidirectional',
  }),
  ModifyVpcBlockPublicAccessExclusion: newerRecord('ModifyVpcBlockPublicAccessExclusion', EXCLUSION),
  DeleteVpcBlockPublicAccessExclusion: newerRecord('DeleteVpcBlockPublicAccessExclusion', EXCLUSION),
});
