import type { Report, ReportedRule } from '../report.ts';
import { count } from './duration.ts';
import { nameText } from './escape.ts';
import { groupPhrase, isAboutGroup } from './group-text.ts';
import { namedRules, wasText } from './reported-rules.ts';

/** What a call did, for those that do not touch single rules; `%` stands for the group. */
const CALLS: ReadonlyMap<string, string> = new Map([
  ['CreateSecurityGroup', 'created %'],
  ['CreateVpc', 'created a VPC with %'],
  ['CreateDefaultVpc', 'created the default VPC with %'],
  ['CreateTags', 'changed the tags of %'],
  ['TagResources', 'changed the tags of %'],
  ['DeleteTags', 'took tags off %'],
  ['UntagResources', 'took tags off %'],
  ['AssociateSecurityGroupVpc', 'associated % with another VPC'],
]);

/** The same for calls beside groups. */
const OTHER_CALLS: ReadonlyMap<string, string> = new Map([
  ['ModifyManagedPrefixList', 'changed a prefix list'],
  ['RestoreManagedPrefixListVersion', 'brought back an earlier version of a prefix list'],
  ['ModifyNetworkInterfaceAttribute', 'changed the security groups of a network interface'],
  ['ModifyInstanceAttribute', 'changed the security groups of an instance'],
  ['CreateNetworkAclEntry', 'added an entry to a network ACL'],
  ['ReplaceNetworkAclEntry', 'replaced an entry of a network ACL'],
  ['DeleteNetworkAclEntry', 'deleted an entry of a network ACL'],
  ['ModifyVpcBlockPublicAccessOptions', 'changed the options of VPC block public access'],
  ['CreateVpcBlockPublicAccessExclusion', 'made an exclusion from VPC block public access'],
  ['ModifyVpcBlockPublicAccessExclusion', 'changed an exclusion from VPC block public access'],
  ['DeleteVpcBlockPublicAccessExclusion', 'deleted an exclusion from VPC block public access'],
]);

/** What the actor did to some rules of a report, the rest of a sentence that begins with the actor. */
export function deedText(report: Report, rules: readonly ReportedRule[]): string {
  const group = groupPhrase(report.group);
  const [first] = rules;
  if (!first) return callText(report);
  const names = namedRules(rules);
  const how = howOf(rules);
  switch (how) {
    case 'added':
      return `opened ${names} in ${group}`;
    case 'modified': {
      const was = rules.length === 1 ? wasText(first) : undefined;
      if (was !== undefined) return `changed ${was} to ${names} in ${group}`;
      return rules.length === 1
        ? `changed a rule of ${group} to ${names}`
        : `changed ${count(rules.length, 'rule')} of ${group}, to ${names}`;
    }
    case 'removed':
      return `took ${names} out of ${group}`;
    case 'standing': {
      const lists = listPhrase(report, rules);
      if (lists !== undefined) return `${lists} what ${names} in ${group} ${rules.length === 1 ? 'lets' : 'let'} in`;
      return `${callText(report)}, in which ${names} ${rules.length === 1 ? 'stands' : 'stand'}`;
    }
    case undefined:
      return `changed ${names} in ${group}`;
    default:
      return how satisfies never;
  }
}

/** The same where the rules follow in a list. */
export function deedCount(report: Report): string {
  const { rules, group } = report;
  const [number, place] = [count(rules.length, 'rule'), groupPhrase(group)];
  const how = howOf(rules);
  switch (how) {
    case 'added':
      return `opened ${number} in ${place}`;
    case 'modified':
      return `changed ${number} of ${place}`;
    case 'removed':
      return `took ${number} out of ${place}`;
    case 'standing': {
      const lists = listPhrase(report, rules);
      if (lists !== undefined) return `${lists} what ${number} in ${place} let${rules.length === 1 ? 's' : ''} in`;
      return `${callText(report)}, in which ${number} ${rules.length === 1 ? 'was' : 'were'} judged`;
    }
    case undefined:
      return rules.length === 0 ? callText(report) : `changed ${number} of ${place}`;
    default:
      return how satisfies never;
  }
}

/** Whether rules that stood came to let more in, or came to be, by the call; else they stood all along. */
export const isOpening = ({ eventName }: Report): boolean =>
  LISTS.has(eventName) ||
  eventName === 'CreateSecurityGroup' ||
  eventName === 'CreateVpc' ||
  eventName === 'CreateDefaultVpc';

/** How rules come to be judged, where it is the same for all of them. */
export function howOf([first, ...rules]: readonly ReportedRule[]): ReportedRule['how'] | undefined {
  return first !== undefined && rules.every(({ how }) => how === first.how) ? first.how : undefined;
}

/** What was called, in words where there are some. What can't be judged is told by its name alone. */
function callText(report: Report): string {
  const { eventName, group, unclear, rules } = report;
  const where = isAboutGroup(report) ? groupPhrase(group) : undefined;
  const own = unclear === undefined || rules.length > 0;
  const [call, other] = own ? [CALLS.get(eventName), OTHER_CALLS.get(eventName)] : [];
  if (call !== undefined) return call.replace('%', () => groupPhrase(group));
  if (other !== undefined) return where === undefined ? other : `${other}, which concerns ${where}`;
  return `called ${nameText(eventName)}${where === undefined ? '' : ` on ${where}`}`;
}

/** What a call did to prefix lists (`%`); what the rules let in follows. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['ModifyManagedPrefixList', 'changed prefix list %, and with that'],
  ['RestoreManagedPrefixListVersion', 'brought back an earlier version of prefix list %, and so changed'],
]);

function listPhrase({ eventName }: Report, rules: readonly ReportedRule[]): string | undefined {
  const ids = new Set(rules.flatMap(({ rule: { source } }) => (source.kind === 'list' ? [source.id] : [])));
  const phrase = LISTS.get(eventName);
  return phrase === undefined || ids.size === 0 ? undefined : phrase.replace('%', () => listNames([...ids]));
}

const listNames = (ids: readonly string[]): string =>
  ids
    .slice(0, 3)
    .map((id) => nameText(id))
    .join(', ');
