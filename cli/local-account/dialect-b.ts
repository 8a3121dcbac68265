import { fromEntries, isObject } from './json.ts';

/** Members that repeat, and the name that each has in the record. */
const MEMBERS: Readonly<Record<string, string>> = {
  SecurityGroupRules: 'SecurityGroupRule',
  SecurityGroupRuleDescriptions: 'SecurityGroupRuleDescription',
  AddEntries: 'AddEntry',
  RemoveEntries: 'RemoveEntry',
  Entries: 'Entry',
  TagSpecifications: 'TagSpecification',
  Tags: 'Tag',
  UserIdGroupPairs: 'Groups',
};

/** `requestParameters` of a newer call: one wrapper, PascalCase; a repeated member is an object when there is one of it. */
export const requestInDialectB = (operation: string, input: Readonly<Record<string, unknown>>): unknown => {
  const request = members(input);
  return { [`${operation}Request`]: Object.keys(request).length === 0 ? '' : request };
};

/** `responseElements` of a newer call. */
export function responseInDialectB(
  operation: string,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): unknown {
  const xmlns = 'http://ec2.amazonaws.com/doc/2016-11-15/';
  return { [`${operation}Response`]: { xmlns, requestId, ...camelCase(output) } };
}

function members(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (Array.isArray(inner)) return [MEMBERS[key] ?? key, repeated(key, inner)];
      return [key, isObject(inner) ? members(inner) : coerced(inner)];
    }),
  );
}

function repeated(key: string, list: readonly unknown[]): unknown {
  const tagged = list.map((item, index) => {
    const tag = index + 1;
    if (!isObject(item)) return { content: coerced(item), tag };
    const { Cidr, ...rest } = members(item);
    // The entries of a prefix list are the one place that mixes cases.
    const cidr = Cidr === undefined ? {} : { [/Entr/.test(key) ? 'cidr' : 'Cidr']: Cidr };
    return { ...rest, ...cidr, tag };
  });
  return tagged.length === 1 ? tagged[0] : tagged.length === 0 ? undefined : tagged;
}

/** CloudTrail writes these calls from XML and guesses the types: a text that looks like a number becomes one. */
function coerced(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?(0|[1-9]\d{0,8})$/.test(value) ? Number(value) : value;
}

function camelCase(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`;
      if (Array.isArray(inner)) return [name === 'tags' ? 'tagSet' : name, itemsOf(inner)];
      return [name, isObject(inner) ? camelCase(inner) : coerced(inner)];
    }),
  );
}

function itemsOf(list: readonly unknown[]): unknown {
  const items = list.map((item) => (isObject(item) ? camelCase(item) : coerced(item)));
  return items.length === 0 ? '' : { item: items.length === 1 ? items[0] : items };
}
