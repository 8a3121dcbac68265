import type { Report } from '../report.ts';
import { nameText } from './escape.ts';

/** A group by its name, else by its id, safe to show: `web-1`. */
export function groupText({ name, id }: Report['group']): string {
  const known = name ?? id;
  return known === undefined ? 'an unknown group' : nameText(known);
}

/** Whether a report speaks of a group at all: a network ACL, for one, has none. */
export const isAboutGroup = ({ eventName, group }: Report): boolean =>
  group.name !== undefined || group.id !== undefined || /SecurityGroup/.test(eventName);

/** A group within a sentence: `security group web-1`. */
export const groupPhrase = (group: Report['group']): string =>
  group.name === undefined && group.id === undefined
    ? 'an unknown security group'
    : `security group ${groupText(group)}`;

/** A group in full: `web-1 (sg-0123456789abcdef0) in VPC vpc-0123456789abcdef0`. */
export function wholeGroupText(group: Report['group']): string {
  const id = group.name !== undefined && group.id !== undefined ? ` (${nameText(group.id)})` : '';
  return `${groupText(group)}${id}${group.vpc === undefined ? '' : ` in VPC ${nameText(group.vpc)}`}`;
}
