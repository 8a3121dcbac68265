import type { GroupId, PrefixListId, RuleId } from './ids.ts';
import type { Repair } from './repair.ts';
import type { Report } from './report.ts';
import type { Rule } from './rule.ts';

/** One thing to do. */
export type Step =
  /** Remove rules, all in one call. */
  | { readonly kind: 'revoke'; readonly group: GroupId; readonly rules: readonly RuleId[] }
  /** Give a rule the content that it had. */
  | {
      readonly kind: 'restore';
      readonly group: GroupId;
      readonly rule: RuleId;
      readonly to: Rule;
      readonly orRevoke: boolean;
    }
  /** Add a rule that was taken away. */
  | { readonly kind: 'put-back'; readonly group: GroupId; readonly rule: Rule }
  /** Add the rules for what does not certainly offend, then remove the rule. */
  | { readonly kind: 'narrow'; readonly group: GroupId; readonly rule: RuleId; readonly remainder: readonly Rule[] }
  /** Give a prefix list its earlier entries; should that fail, remove the rules that use it. */
  | {
      readonly kind: 'restore-list';
      readonly group: GroupId;
      readonly list: PrefixListId;
      readonly version: number;
      readonly rules: readonly RuleId[];
    };

/** What is to be done for a report, in order. Data: nothing has been done by making it. */
export type Plan = readonly Step[];

/**
 * The plan of a report: what is meant for its rules and has no outcome yet. What closes a hole in one call comes first. A
 * report that an earlier attempt left open gives the plan for what is left of it.
 */
export function planRepair({ group, rules }: Report): Plan {
  if (group.id === undefined) return [];
  const at = { group: group.id };
  const open = rules.flatMap(({ rule, intent, outcome }) =>
    intent.kind === 'act' && outcome === undefined ? [{ rule, repair: intent.repair }] : [],
  );
  const meant = <Kind extends Repair['kind']>(kind: Kind) =>
    open.flatMap(({ rule, repair }) =>
      repair.kind === kind ? [{ rule, id: rule.id, repair: repair as Extract<Repair, { kind: Kind }> }] : [],
    );
  const ids = (of: readonly { id: RuleId | undefined }[]): RuleId[] => of.flatMap(({ id }) => id ?? []);
  const revoked = ids(meant('revoke'));
  const listed = meant('restore-list');
  const lists = [...new Map(listed.map(({ repair }) => [repair.list, repair.version]))];
  return [
    ...(revoked.length > 0 ? [{ kind: 'revoke' as const, ...at, rules: revoked }] : []),
    ...meant('restore').flatMap(({ id, repair: { to, orRevoke } }) =>
      id ? [{ kind: 'restore' as const, ...at, rule: id, to, orRevoke }] : [],
    ),
    ...lists.map(([list, version]) => ({
      kind: 'restore-list' as const,
      ...at,
      list,
      version,
      rules: ids(listed.filter(({ repair }) => repair.list === list)),
    })),
    ...meant('narrow').flatMap(({ id, repair: { remainder } }) =>
      id ? [{ kind: 'narrow' as const, ...at, rule: id, remainder }] : [],
    ),
    ...meant('put-back').map(({ rule }) => ({ kind: 'put-back' as const, ...at, rule })),
  ];
}
