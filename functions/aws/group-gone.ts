import type { GroupId } from '../core/ids.ts';
import type { Rule } from '../core/rule.ts';

/**
 * Whether an error says that the group to be changed is not there. EC2 has the same code for a group that a rule names
 * as its source, and for one in another network: where a rule names another group, only the message tells which it was.
 */
export function isGroupGone({ name, message }: Error, group: GroupId, rules: readonly Rule[]): boolean {
  if (name !== 'InvalidGroup.NotFound' && name !== 'InvalidGroupId.Malformed') return false;
  return !rules.some((rule) => namesAnother(rule, group)) || message.includes(group);
}

function namesAnother({ source }: Rule, group: GroupId): boolean {
  return source.kind === 'group-name' || (source.kind === 'group' && source.id !== group);
}
