import { accountId, groupId, prefixListId, ruleId } from '../ids.ts';
import type { Report, ReportedRule } from '../report.ts';

/** Whether a text has the shape of a region, so that it may stand in a command. */
export const isRegion = (region: string): boolean => /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region);

const EVENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** How many rules one command removes at the most; a person has to read it. */
const MOST_RULES = 20;

/** The lines of an AWS CLI command for a person to copy, without indent; undefined where a part of it is not known. */
export type Command = readonly string[] | undefined;

/**
 * The command that removes rules from a report's group. It is made of ids alone that have the shape of ids, since text
 * of a record must never come to be run.
 */
export function removeCommand({ region, group }: Report, rules: readonly ReportedRule[]): Command {
  const id = groupId(group.id);
  const ids = rules.map(({ rule }) => ruleId(rule.id)).filter((each) => each !== undefined);
  if (id === undefined || !isRegion(region) || ids.length !== rules.length) return undefined;
  if (ids.length === 0 || ids.length > MOST_RULES) return undefined;
  return [
    `aws ec2 revoke-security-group-ingress --region ${region} \\`,
    `  --group-id ${id} \\`,
    '  --security-group-rule-ids \\',
    ...ids.map((each, index) => `    ${each}${index < ids.length - 1 ? ' \\' : ''}`),
  ];
}

/** The command that lists the rules of a report's group as they are now. */
export function listCommand({ region, group }: Report): Command {
  const id = groupId(group.id);
  if (id === undefined || !isRegion(region)) return undefined;
  return [`aws ec2 describe-security-group-rules --region ${region} \\`, `  --filters Name=group-id,Values=${id}`];
}

/** The command that finds the call of a report in CloudTrail, which keeps it for 90 days. */
export function lookUpCommand({ region, eventId }: Report): Command {
  if (!EVENT_ID.test(eventId) || !isRegion(region)) return undefined;
  return [
    `aws cloudtrail lookup-events --region ${region} \\`,
    '  --lookup-attributes \\',
    `  AttributeKey=EventId,AttributeValue=${eventId}`,
  ];
}

/** `123456789012`, or what to say where the account has no such shape. */
export const accountText = (account: string): string => accountId(account) ?? 'that the record does not name';

/** The command that shows what a prefix list holds now. */
export function entriesCommand({ region }: Report, list: string): Command {
  const id = prefixListId(list);
  if (id === undefined || !isRegion(region)) return undefined;
  return [`aws ec2 get-managed-prefix-list-entries --region ${region} \\`, `  --prefix-list-id ${id}`];
}

/**
 * The command that gives a prefix list back the entries of an earlier version. EC2 wants the current version with it,
 * which may have risen since: an inner command asks for it.
 */
export function restoreListCommand({ region }: Report, list: string, version: number): Command {
  const id = prefixListId(list);
  if (id === undefined || !isRegion(region) || !Number.isSafeInteger(version) || version < 1) return undefined;
  return [
    `aws ec2 restore-managed-prefix-list-version --region ${region} \\`,
    `  --prefix-list-id ${id} --previous-version ${version} \\`,
    '  --current-version $(aws ec2 describe-managed-prefix-lists \\',
    `    --region ${region} --prefix-list-ids ${id} \\`,
    "    --query 'PrefixLists[0].Version' --output text)",
  ];
}

const REPORT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[\w.-]{1,255}$/i;

/** The command that undoes what was done by a report, for who has Portcullis's folder. */
export function undoCommand({ region, id }: Report): Command {
  if (!REPORT_ID.test(id) || !isRegion(region)) return undefined;
  return [`npm run portcullis -- undo --region ${region} \\`, `  ${id}`];
}
