import { groupId, type RuleId, ruleId } from '../core/ids.ts';
import { accountOf, regionOf } from '../core/record/delivery.ts';
import { requestOf } from '../core/record/dialects.ts';
import { entriesOf, type Fields, field, isAbsent, textOf } from '../core/record/record-fields.ts';
import { changedList, listOfRecord, UNKNOWN_LIST } from './known-lists.ts';
import type { KnownWorld, Where } from './known-world.ts';

/** Events that are not judged, but tell what stands. */
export const SIDE_EVENTS: ReadonlySet<string> = new Set([
  'AuthorizeSecurityGroupEgress',
  'CreateManagedPrefixList',
  'DeleteManagedPrefixList',
  'DeleteSecurityGroup',
]);

/** Takes what such a record tells into what is known; any other record, and one of a call that failed, tells nothing. */
export function learn(world: KnownWorld, record: Fields, envelope: Fields | undefined): void {
  const eventName = field(record, 'eventName');
  if (
    typeof eventName !== 'string' ||
    !SIDE_EVENTS.has(eventName) ||
    field(record, 'eventSource') !== 'ec2.amazonaws.com'
  )
    return;
  if (!isAbsent(field(record, 'errorCode')) || !isAbsent(field(record, 'errorMessage'))) return;
  const [account, region] = [accountOf(record, envelope), regionOf(record, envelope)];
  if (!account || !region) return;
  const where: Where = { account, region };
  const { fields } = requestOf(record);
  const list = listOfRecord(record);
  switch (eventName) {
    case 'DeleteSecurityGroup': {
      const [id, name] = [groupId(field(fields, 'groupId')), textOf(field(fields, 'groupName'), 255)];
      if (id || name) world.remove(where, world.find(where, { ...(id && { id }), ...(name && { name }) }).key);
      return;
    }
    case 'AuthorizeSecurityGroupEgress': {
      const id = groupId(field(fields, 'groupId'));
      const ids = egressIds(record);
      if (!id || ids.length === 0) return;
      const { key, group } = world.find(where, { id });
      world.put(where, key, { ...group, egress: new Set([...group.egress, ...ids]) });
      return;
    }
    case 'CreateManagedPrefixList':
      if (list) world.putList(where, list, changedList(UNKNOWN_LIST, eventName, record));
      return;
    case 'DeleteManagedPrefixList':
      if (list) world.putList(where, list, UNKNOWN_LIST);
      return;
  }
}

function egressIds(record: Fields): RuleId[] {
  const entries = entriesOf(field(record, 'responseElements', 'securityGroupRuleSet'), '');
  return 'problem' in entries
    ? []
    : entries.flatMap(({ fields }) => ruleId(field(fields, 'securityGroupRuleId')) ?? []);
}
