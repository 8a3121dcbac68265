import type { Effect } from '../change.ts';
import { type GroupId, groupId } from '../ids.ts';
import { requestOf, textsIn } from './dialects.ts';
import { type ReadEvent, unclear } from './event-part.ts';
import { forGroups } from './for-groups.ts';
import { field, isAbsent, type Problem, problem, quoted } from './record-fields.ts';
import { resourceText } from './resource-text.ts';

/** More groups than an interface can have: EC2 allows 16, quota raises included. */
const SHOWN = 16;

const attachment = (detail: string): Effect => ({ kind: 'watched', what: 'attachments', detail });

/** Reads ModifyNetworkInterfaceAttribute, where it replaces the groups of the interface. */
export const readInterfaceGroups: ReadEvent = (record) =>
  readGroupSet(record, 'network interface', 'networkInterfaceId');

/** Reads ModifyInstanceAttribute, where it replaces the groups of the instance. */
export const readInstanceGroups: ReadEvent = (record) => readGroupSet(record, 'instance', 'instanceId');

/** Reads AssociateSecurityGroupVpc: a group becomes usable in another VPC. */
export const readVpcAssociation: ReadEvent = (record) => {
  const { path, fields, gap } = requestOf(record);
  const id = groupId(field(fields, 'groupId'));
  if (!id) return unclear({}, gap ?? `${path}.GroupId: ${quoted(field(fields, 'groupId'))} is no group id`);
  const vpc = resourceText(field(fields, 'vpcId'));
  return [
    { group: { id }, effect: attachment(`the group was associated with VPC ${vpc}, where interfaces can use it now`) },
  ];
};

/** The record has the whole new set, not what it was before: each group in it may be new on the machine. */
function readGroupSet(record: Parameters<ReadEvent>[0], kind: string, key: string): ReturnType<ReadEvent> {
  const none = `it changes no security group of the ${kind}`;
  const { path, fields, gap } = requestOf(record);
  const groups = groupsIn(field(fields, 'groupSet'), `${path}.groupSet`);
  if ('problem' in groups) return unclear({}, gap ?? groups.problem);
  if (gap) return groups.length === 0 ? unclear({}, gap) : forGroups(groups, { kind: 'unclear', reason: gap }, none);
  const all = [...new Set(groups)].sort();
  const shown = [...all.slice(0, SHOWN), ...(all.length > SHOWN ? [`${all.length - SHOWN} more`] : [])].join(', ');
  const detail = `the groups of ${kind} ${resourceText(field(fields, key))} were replaced, it has these now: ${shown}`;
  return forGroups(groups, attachment(detail), none);
}

function groupsIn(value: unknown, path: string): readonly GroupId[] | Problem {
  if (isAbsent(value)) return [];
  const texts = textsIn(value, path, 'groupId');
  if ('problem' in texts) return texts;
  const groups: GroupId[] = [];
  for (const text of texts) {
    const id = groupId(text);
    if (!id) return problem(path, `${quoted(text)} is no group id`);
    groups.push(id);
  }
  return groups;
}
