import { groupId } from '../ids.ts';
import { requestOf, responseOf } from './dialects.ts';
import { type ReadEvent, unclear } from './event-part.ts';
import { field, isAbsent, quoted, textOf } from './record-fields.ts';

/** Reads CreateSecurityGroup: the response has the new group's id, the request its name. */
export const readNewGroup: ReadEvent = (record) => {
  const { fields } = requestOf(record);
  const name = textOf(field(fields, 'groupName'), 255);
  const given = field(responseOf(record), 'groupId');
  const id = groupId(given);
  if (id) return [{ group: { id, ...(name && { name }) }, effect: { kind: 'created' } }];
  // A name alone finds groups of the default VPC only.
  const group = name && isAbsent(field(fields, 'vpcId')) ? { name } : {};
  return unclear(group, `responseElements.groupId: ${quoted(given)} is no group id`);
};

/** Reads CreateVpc and CreateDefaultVpc: the new VPC's default group lets its own members in from the start. */
export const readNewVpc: ReadEvent = (record) => {
  const vpc = field(responseOf(record), 'vpc', 'vpcId');
  if (typeof vpc !== 'string' || !/^vpc-[0-9a-f]{8,17}$/.test(vpc)) {
    return unclear({}, `responseElements.vpc.vpcId: ${quoted(vpc)} is no VPC id`);
  }
  return [{ group: { defaultOf: vpc }, effect: { kind: 'created' } }];
};
