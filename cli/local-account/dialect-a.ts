import { fromEntries, isObject } from './json.ts';

/** What the older calls name differently from the SDK. */
const NAMES: Readonly<Record<string, string>> = {
  IpPermissions: 'ipPermissions',
  UserIdGroupPairs: 'groups',
  IpRanges: 'ipRanges',
  Ipv6Ranges: 'ipv6Ranges',
  PrefixListIds: 'prefixListIds',
  Resources: 'resourcesSet',
  Tags: 'tagSet',
  TagSpecifications: 'tagSpecificationSet',
  SecurityGroupRules: 'securityGroupRuleSet',
  RevokedSecurityGroupRules: 'revokedSecurityGroupRuleSet',
  UnknownIpPermissions: 'unknownIpPermissionSet',
  Return: '_return',
};

/** Lists of plain texts become lists of objects with this key. */
const WRAPPED: Readonly<Record<string, string>> = {
  Resources: 'resourceId',
  SecurityGroupRuleIds: 'securityGroupRuleId',
};

const SOURCES = ['UserIdGroupPairs', 'IpRanges', 'Ipv6Ranges', 'PrefixListIds'];

/** `requestParameters` of an older call: camelCase, lists as `{items: [...]}`, an empty list as `{}`. */
export function requestInDialectA(operation: string, input: Readonly<Record<string, unknown>>): unknown {
  const { Description, IpPermissions, ...rest } = input;
  return fromEntries([
    ...Object.entries(written(rest)),
    // A flat request still shows the list that it leaves empty.
    ['ipPermissions', takesPermissions(operation, input) ? items('IpPermissions', IpPermissions ?? []) : undefined],
    [operation === 'CreateSecurityGroup' ? 'groupDescription' : 'description', Description],
    ...(operation === 'CreateVpc' ? [['instanceTenancy', input.InstanceTenancy ?? 'default'] as const] : []),
  ]);
}

/** `responseElements` of an older call. `_return` is true where the SDK's answer holds nothing else that says so. */
export function responseInDialectA(output: Readonly<Record<string, unknown>>, requestId: string): unknown {
  const { Tags, SecurityGroupRules, RevokedSecurityGroupRules, ...rest } = output;
  const done = isObject(output.Vpc) ? [] : [['_return', true] as const];
  const filled = Object.entries({ Tags, SecurityGroupRules, RevokedSecurityGroupRules }).filter(
    ([, list]) => Array.isArray(list) && list.length > 0,
  );
  return fromEntries([
    ['requestId', requestId],
    ...done,
    ...Object.entries(written({ ...rest, ...Object.fromEntries(filled) })),
  ]);
}

function takesPermissions(operation: string, input: Readonly<Record<string, unknown>>): boolean {
  return /^(Authorize|Revoke)/.test(operation) && input.SecurityGroupRuleIds === undefined;
}

function written(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = NAMES[key] ?? `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`;
      return [name, Array.isArray(inner) ? items(key, inner) : isObject(inner) ? written(inner) : inner];
    }),
  );
}

function items(key: string, list: unknown): unknown {
  if (!Array.isArray(list) || list.length === 0) return {};
  const wrapper = WRAPPED[key];
  return {
    items: list.map((item) => {
      if (wrapper !== undefined) return { [wrapper]: item };
      if (!isObject(item)) return item;
      if (key === 'TagSpecifications') return tagSpecification(item);
      return written(isPermissionList(key) ? { ...emptySources(), ...item } : withoutEmptyTags(item));
    }),
  };
}

const isPermissionList = (key: string) => key === 'IpPermissions' || key === 'UnknownIpPermissions';

const emptySources = () => Object.fromEntries(SOURCES.map((key) => [key, []]));

function withoutEmptyTags(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { Tags, ...rest } = item;
  return Array.isArray(Tags) && Tags.length > 0 ? item : rest;
}

/** The one place where the older calls write a bare list. */
function tagSpecification(item: Readonly<Record<string, unknown>>): unknown {
  const tags = Array.isArray(item.Tags) ? item.Tags.map((tag) => (isObject(tag) ? written(tag) : tag)) : [];
  return { resourceType: item.ResourceType, tags };
}
