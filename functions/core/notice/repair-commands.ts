import { groupId, ruleId } from '../ids.ts';
import type { Report, ReportedRule } from '../report.ts';
import type { Rule } from '../rule.ts';
import { type Command, isRegion, removeCommand, restoreListCommand } from './by-hand.ts';
import { newContentJson, permissionJson } from './permission-json.ts';
import { repairOf } from './reported-rules.ts';

/** How many rules a command writes out at the most; a person has to read it. */
const MOST_RULES = 10;

/**
 * The commands that repair rules of a report's group, in the order in which to run them; none where a part of one is not
 * known or has not the shape that it must have. Descriptions and tags are left out: they are free text.
 */
export function repairCommands(report: Report, rules: readonly ReportedRule[]): readonly NonNullable<Command>[] {
  const repairs = rules.map((reported) => ({ reported, repair: repairOf(reported) }));
  const added = repairs.flatMap(({ reported, repair }) => (repair.kind === 'restore' ? [] : writtenOut(reported)));
  const gone = repairs.filter(({ repair }) => repair.kind === 'revoke' || repair.kind === 'narrow');
  const lists = new Map(
    repairs.flatMap(({ repair }) => (repair.kind === 'restore-list' ? [[repair.list, repair.version] as const] : [])),
  );
  const changed = repairs.flatMap(({ reported: { rule }, repair }) =>
    repair.kind === 'restore' ? [{ id: rule.id, to: repair.to }] : [],
  );
  const commands = [
    ...(added.length > 0 ? [addCommand(report, added)] : []),
    ...(gone.length > 0
      ? [
          removeCommand(
            report,
            gone.map(({ reported }) => reported),
          ),
        ]
      : []),
    ...(changed.length > 0 ? [changeCommand(report, changed)] : []),
    ...[...lists].map(([list, version]) => restoreListCommand(report, list, version)),
  ];
  const known = commands.filter((command) => command !== undefined);
  return known.length === commands.length ? known : [];
}

/** The rules whose content the commands for a rule write out. */
export function writtenOut(reported: ReportedRule): readonly Rule[] {
  const repair = repairOf(reported);
  switch (repair.kind) {
    case 'narrow':
      return repair.remainder;
    case 'put-back':
      return [reported.rule];
    case 'restore':
      return [repair.to];
    case 'revoke':
    case 'restore-list':
      return [];
    default:
      return repair satisfies never;
  }
}

function addCommand({ region, group }: Report, rules: readonly Rule[]): Command {
  const id = groupId(group.id);
  const permissions = rules.slice(0, MOST_RULES).map(permissionJson);
  if (id === undefined || !isRegion(region) || rules.length > MOST_RULES) return undefined;
  const known = permissions.filter((lines) => lines !== undefined);
  if (known.length !== rules.length) return undefined;
  return [
    `aws ec2 authorize-security-group-ingress --region ${region} \\`,
    `  --group-id ${id} \\`,
    ...quoted('--ip-permissions', known),
  ];
}

function changeCommand(
  { region, group }: Report,
  rules: readonly { readonly id: Rule['id']; readonly to: Rule }[],
): Command {
  const id = groupId(group.id);
  if (id === undefined || !isRegion(region) || rules.length > MOST_RULES) return undefined;
  const contents = rules.map(({ id: rule, to }): readonly string[] | undefined => {
    const [known, content] = [ruleId(rule), newContentJson(to)];
    if (known === undefined || content === undefined) return undefined;
    const [first = '', ...rest] = content;
    return [
      `{"SecurityGroupRuleId":"${known}",`,
      ` "SecurityGroupRule":`,
      `  ${first}`,
      ...rest.map((line) => `  ${line}`),
    ].map((line, index, lines) => (index === lines.length - 1 ? `${line}}` : line));
  });
  const known = contents.filter((lines) => lines !== undefined);
  if (known.length !== rules.length) return undefined;
  return [
    `aws ec2 modify-security-group-rules --region ${region} \\`,
    `  --group-id ${id} \\`,
    ...quoted('--security-group-rules', known),
  ];
}

/** An option whose value is a JSON array, in single quotes: none of its parts can hold one. */
function quoted(option: string, items: readonly (readonly string[])[]): string[] {
  const lines = items.flatMap((item, index) =>
    item.map((line, at) => `    ${line}${at === item.length - 1 && index < items.length - 1 ? ',' : ''}`),
  );
  return [`  ${option} '[`, ...lines, "  ]'"];
}
