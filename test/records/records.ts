/** A CloudTrail record, or a part of one, as JSON. Builders return fresh, mutable objects: a test may break them at will. */
export type Json = Record<string, unknown>;

/** The account and group of every built record that is not told otherwise; the region is eu-west-1. */
export const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
export const GROUP = 'sg-0123456789abcdef0';

/** A group that a permission refers to. */
export type GroupReference = { groupId?: string; groupName?: string; userId?: string };

/** One permission of a request: its traffic, and the sources to which it opens it. */
export type Permission = {
  protocol: string | number;
  from?: number | string;
  to?: number | string;
  ipv4?: string[];
  ipv6?: string[];
  lists?: string[];
  groups?: GroupReference[];
  description?: string;
};

/** The parts of a record that every event has, each to be replaced: `{ errorCode: 'Client.UnauthorizedOperation' }`. */
export function record(eventName: string, parts: Json = {}): Json {
  return {
    eventVersion: '1.10',
    userIdentity: iamUser(),
    eventTime: '2026-11-23T12:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: REGION,
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux',
    requestParameters: null,
    responseElements: null,
    requestID: 'e0a7c5de-6d5b-4c1e-9d0f-2f4e5a6b7c8d',
    eventID: '6f1d2c3b-4a59-4687-9e7d-0123456789ab',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...parts,
  };
}

/** How an AuthorizeSecurityGroupIngress record is built; `parts` replaces whole parts of the record in the end. */
export type Authorize = {
  /** null leaves the group's id out of the request. */
  groupId?: string | null;
  groupName?: string;
  permissions?: Permission[];
  /** The added rules' ids, in the order of the response; `ruleIdOf(1)` and so on where none are given. */
  ruleIds?: string[];
  /** 'old' has no rule set, as before 2021. */
  response?: 'rules' | 'old';
  /** Parts of every rule in the response. */
  responseRule?: Json;
  parts?: Json;
};

/** AuthorizeSecurityGroupIngress as the console, the CLI and Terraform make it: `ipPermissions.items`. */
export function authorizeRecord(options: Authorize = {}): Json {
  const { permissions = [{ protocol: 'tcp', from: 22, to: 22, ipv4: ['0.0.0.0/0'] }] } = options;
  return authorize(options, { ipPermissions: { items: permissions.map(requestPermission) } }, permissions);
}

/** The flat form: one CIDR beside an empty `ipPermissions`. */
export function flatRecord(
  options: Omit<Authorize, 'permissions'> & { protocol?: string; from?: number; to?: number; cidr?: string } = {},
): Json {
  const { protocol = 'tcp', from = 22, to = 22, cidr = '0.0.0.0/0' } = options;
  const request = { ipPermissions: {}, ipProtocol: protocol, fromPort: from, toPort: to, cidrIp: cidr };
  return authorize(options, request, [{ protocol, from, to, ipv4: [cidr] }]);
}

/** The flat form that names a source group and opens all of tcp, udp and icmp to it; records of its time are old. */
export function sourceGroupRecord(name = 'build-agents', owner = ACCOUNT, options: Authorize = {}): Json {
  const flat = { ipPermissions: {}, sourceSecurityGroupName: name, sourceSecurityGroupOwnerId: owner };
  return authorize({ response: 'old', ...options }, flat, []);
}

/** ModifySecurityGroupRules, in CloudTrail's second dialect: counters, capitals, a lone rule without a list. */
export function modifyRecord(rule: Json = {}, parts: Json = {}): Json {
  const inner = { CidrIpv4: '0.0.0.0/0', FromPort: 22, ToPort: 22, IpProtocol: 'tcp', ...rule };
  const one = { SecurityGroupRuleId: ruleIdOf(1), tag: 1, SecurityGroupRule: inner };
  return record('ModifySecurityGroupRules', {
    requestParameters: { ModifySecurityGroupRulesRequest: { GroupId: GROUP, SecurityGroupRule: one } },
    responseElements: { ModifySecurityGroupRulesResponse: { requestId: 'e0a7c5de', return: true } },
    ...parts,
  });
}

/** A record as EventBridge delivers it. */
export function envelope(detail: unknown, parts: Json = {}): Json {
  return {
    version: '0',
    id: '0f7a1c2e-93b4-4d5e-8f60-718293a4b5c6',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.ec2',
    account: ACCOUNT,
    time: '2026-11-23T12:00:00Z',
    region: REGION,
    resources: [],
    detail,
    ...parts,
  };
}

/** The nth rule id: `sgr-00000000000000001`. */
export const ruleIdOf = (index: number): string => `sgr-${index.toString(16).padStart(17, '0')}`;

/** The identity of an IAM user. */
export function iamUser(userName = 'ada', parts: Json = {}): Json {
  const arn = `arn:aws:iam::${ACCOUNT}:user/${userName}`;
  return { type: 'IAMUser', principalId: 'AIDAEXAMPLE', arn, accountId: ACCOUNT, userName, ...parts };
}

/** The identity of a role session; `role` with its path: `deploy`, `aws-service-role/elasticloadbalancing.amazonaws.com/...`. */
export function assumedRole(role = 'deploy', session = 'ada', parts: Json = {}): Json {
  const name = role.slice(role.lastIndexOf('/') + 1);
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        accountId: ACCOUNT,
        userName: name,
      },
      attributes: { creationDate: '2026-11-23T11:00:00Z', mfaAuthenticated: 'false' },
    },
    ...parts,
  };
}

function authorize(options: Authorize, request: Json, permissions: Permission[]): Json {
  const { groupId = GROUP, groupName, ruleIds, response = 'rules', responseRule, parts } = options;
  const rules = permissions.flatMap(responseRules).map((rule, index) => ({
    groupOwnerId: ACCOUNT,
    groupId: groupId ?? GROUP,
    securityGroupRuleId: ruleIds?.[index] ?? ruleIdOf(index + 1),
    isEgress: false,
    ...rule,
    ...responseRule,
  }));
  const ruleSet = response === 'rules' ? { securityGroupRuleSet: { items: rules } } : {};
  return record('AuthorizeSecurityGroupIngress', {
    requestParameters: { ...(groupId && { groupId }), ...(groupName && { groupName }), ...request },
    responseElements: { requestId: 'e0a7c5de', _return: true, ...ruleSet },
    ...parts,
  });
}

function requestPermission({ protocol, from, to, ipv4, ipv6, lists, groups, description }: Permission): Json {
  // CloudTrail writes an empty collection as {}.
  const collection = <T>(members: T[] | undefined, shape: (member: T) => Json): Json =>
    members?.length
      ? { items: members.map((member) => ({ ...shape(member), ...(description && { description }) })) }
      : {};
  return {
    ipProtocol: protocol,
    ...(from !== undefined && { fromPort: from }),
    ...(to !== undefined && { toPort: to }),
    groups: collection(groups, (group) => ({ userId: ACCOUNT, ...group })),
    ipRanges: collection(ipv4, (cidrIp) => ({ cidrIp })),
    ipv6Ranges: collection(ipv6, (cidrIpv6) => ({ cidrIpv6 })),
    prefixListIds: collection(lists, (prefixListId) => ({ prefixListId })),
  };
}

function responseRules({ protocol, from, to, ipv4, ipv6, lists, groups, description }: Permission): Json[] {
  const sources: Json[] = [
    ...(groups ?? []).map((group) => ({ referencedGroupInfo: { userId: ACCOUNT, ...group } })),
    ...(ipv4 ?? []).map((cidrIpv4) => ({ cidrIpv4 })),
    ...(ipv6 ?? []).map((cidrIpv6) => ({ cidrIpv6 })),
    ...(lists ?? []).map((prefixListId) => ({ prefixListId })),
  ];
  return sources.map((source) => ({
    ipProtocol: protocol,
    ...(from !== undefined && { fromPort: from }),
    ...(to !== undefined && { toPort: to }),
    ...source,
    ...(description && { description }),
  }));
}
