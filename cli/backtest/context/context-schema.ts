import * as z from 'zod';
import { accountId, groupId, type PrefixListId, prefixListId } from '../../../functions/core/ids.ts';
import type { Cidr } from '../../../functions/core/traffic/cidr.ts';
import { caseRule } from '../../../functions/policy-file/case-rule-schema.ts';
import { field, type Reading, text, wrongType } from '../../../functions/policy-file/field.ts';
import { quoted } from '../../../functions/policy-file/problem.ts';
import { checkTagKeys, tagValue } from '../../../functions/policy-file/scope-schema.ts';
import { ALWAYS, addFault, map } from '../../../functions/policy-file/shape.ts';
import { badId, GROUP_SHAPE, LIST_SHAPE, readCidr } from '../../../functions/policy-file/source-field.ts';
import type { ContextFacts } from './context-facts.ts';

/** More than any account has in one region. */
const MOST = 100_000;

const shaped = <T>(shape: string, read: (value: string) => T | undefined) =>
  field({ type: 'string', description: shape }, (value): Reading<T> => {
    const given = typeof value === 'number' && value >= 0 ? String(value) : value;
    if (typeof given !== 'string') return wrongType(shape, value);
    const found = read(given);
    return found === undefined ? badId(given, shape) : { value: found };
  });

const matching = (shape: string, pattern: RegExp) =>
  shaped(shape, (value) => (pattern.test(value) ? value : undefined));

const account = shaped('a 12-digit account number in quotes', accountId).optional();
const region = matching('a region, such as eu-west-1', /^[a-z0-9-]{1,32}$/).optional();

const cidr = field(
  { type: 'string', description: 'A CIDR' },
  (value): Reading<Cidr> => (typeof value === 'string' ? readCidr(value, 'drop') : wrongType('a CIDR', value)),
);

const groupKeys = {
  name: text(255, "The group's name").optional(),
  vpc: matching('vpc- and 8 or 17 digits from 0-9, a-f', /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/).optional(),
  tags: z.record(z.string(), tagValue).superRefine(checkTagKeys, ALWAYS).optional(),
  rules: z.array(caseRule).max(1000).optional(),
  account,
  region,
};
const group = map({ id: shaped(GROUP_SHAPE, groupId).optional(), ...groupKeys });

const groupsById = z.record(z.string(), map(groupKeys)).superRefine((groups, context) => {
  if (typeof groups !== 'object' || groups === null) return;
  for (const id of Object.keys(groups))
    if (!groupId(id)) addFault(context, 'bad-id', `${quoted(id)} is not ${GROUP_SHAPE}`, [id]);
}, ALWAYS);

const lists = z.record(z.string(), z.array(cidr).max(1000)).superRefine((given, context) => {
  if (typeof given !== 'object' || given === null) return;
  for (const id of Object.keys(given))
    if (!prefixListId(id)) addFault(context, 'bad-id', `${quoted(id)} is not ${LIST_SHAPE}`, [id]);
}, ALWAYS);

const keys = { account, region, group: group.optional(), prefixLists: lists.optional() };
const asList = map({ ...keys, groups: z.array(group).max(MOST).optional() });
const asMap = map({ ...keys, groups: groupsById.optional() });

type Written = z.output<typeof asList> | z.output<typeof asMap>;

/** A written context: groups in a list, or by their ids in a map; `account` and `region` are for those that name none. */
export const contextSchema = (value: unknown) => {
  const groups = typeof value === 'object' && value !== null && 'groups' in value ? value.groups : undefined;
  return Array.isArray(groups) || groups === undefined ? asList : asMap;
};

/** What a written context tells. */
export function writtenFacts({ account, region, group, groups, prefixLists }: Written): ContextFacts {
  const where = { ...(account && { account }), ...(region !== undefined && { region }) };
  const listed = Array.isArray(groups)
    ? groups
    : Object.entries(groups ?? {}).map(([id, facts]) => ({ ...facts, id: groupId(id) }));
  const told = [...listed, ...(group ? [group] : [])];
  return {
    groups: told.map((each) => ({ ...where, ...present(each) })),
    lists: new Map(Object.entries(prefixLists ?? {}) as [PrefixListId, Cidr[]][]),
  };
}

/** An object without the keys that hold nothing. */
const present = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>;
  };
