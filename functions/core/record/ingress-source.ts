import { type AccountId, accountId, groupId, prefixListId } from '../ids.ts';
import type { Source } from '../rule.ts';
import { parseCidr } from '../traffic/cidr.ts';
import { digitsOf, field, isAbsent, type Problem, problem, quoted, textOf } from './record-fields.ts';

/** Reads what a record says of one source; `account` is the record's own. */
export type ReadSource = (value: unknown, path: string, account: AccountId) => Source | Problem;

/** Reads a CIDR; host bits are dropped, as EC2 does: `203.0.113.7/0` is 0.0.0.0/0. */
export const readCidrSource: ReadSource = (value, path) => {
  const parsed = typeof value === 'string' ? parseCidr(value) : undefined;
  return parsed ? { kind: 'cidr', cidr: parsed.cidr } : problem(path, `${quoted(value)} is no CIDR`);
};

/** Reads a prefix list id. */
export const readListSource: ReadSource = (value, path) => {
  const id = prefixListId(value);
  return id ? { kind: 'list', id } : problem(path, `${quoted(value)} is no prefix list id`);
};

/** Reads a reference to a group by its id alone, which does not say whose group it is. */
export const readGroupIdSource: ReadSource = (value, path) => {
  const id = groupId(value);
  return id ? { kind: 'group', id } : problem(path, `${quoted(value)} is no group id`);
};

/** Reads a group reference `{ groupId, groupName, userId }`; by name alone when it has no id. */
export const readGroupSource: ReadSource = (value, path, account) => {
  const id = groupId(field(value, 'groupId'));
  const idText = field(value, 'groupId');
  if (!id && !isAbsent(idText)) return problem(`${path}.groupId`, `${quoted(idText)} is no group id`);
  const name = textOf(field(value, 'groupName'), 255);
  const owner = digitsOf(field(value, 'userId'));
  const foreign = isAbsent(owner) || owner === '' || owner === account ? undefined : owner;
  if (id) {
    const ownerId = accountId(foreign);
    if (foreign !== undefined && !ownerId) return problem(`${path}.userId`, `${quoted(owner)} is no account number`);
    return { kind: 'group', id, ...(ownerId && { account: ownerId }) };
  }
  if (!name) return problem(path, 'the group reference has neither id nor name');
  // An alias such as `amazon-elb` stands where the owner's account number would.
  const alias = textOf(foreign, 64);
  if (foreign !== undefined && !alias) return problem(`${path}.userId`, `${quoted(owner)} is no account`);
  return { kind: 'group-name', name, ...(alias && { account: alias }) };
};
