import { type KnownGroup, UNKNOWN_GROUP } from '../../../functions/backtest/known-group.ts';
import type { KnownWorld } from '../../../functions/backtest/known-world.ts';
import { sameContent } from '../../../functions/core/rule.ts';
import type { ContextFacts, ToldGroup } from './context-facts.ts';

/** Puts what context files tell into a world: how things stood before the first record. */
export function plantContext(world: KnownWorld, contexts: readonly ContextFacts[]): void {
  const groups = new Map<string, ToldGroup>();
  for (const told of contexts.flatMap((each) => each.groups)) {
    const key = told.id ?? `name:${told.name}`;
    const earlier = groups.get(key);
    groups.set(key, { ...earlier, ...told, ...(told.rules && { rules: withIds(told.rules, earlier?.rules ?? []) }) });
  }
  for (const told of groups.values()) world.tell(toldGroup(told, world), told);
  for (const { lists } of contexts)
    for (const [id, entries] of lists) world.tellList(id, { entries, versions: new Map() });
}

/** Rules of one output, with the ids that another gives them. */
const withIds = (rules: NonNullable<ToldGroup['rules']>, others: NonNullable<ToldGroup['rules']>) =>
  rules.map((rule) => (rule.id ? rule : (others.find((other) => other.id && sameContent(other, rule)) ?? rule)));

function toldGroup({ id, name, vpc, tags, rules, egress }: ToldGroup, world: KnownWorld): KnownGroup {
  return {
    ...UNKNOWN_GROUP,
    ...(id && { id }),
    ...(name !== undefined && { name }),
    ...(vpc !== undefined && { vpc }),
    tags: new Map(Object.entries(tags ?? {})),
    allTags: tags !== undefined,
    rules: (rules ?? []).map((rule) => ({ ...rule, id: rule.id ?? world.nextId() })),
    allRules: rules !== undefined,
    egress: new Set(egress),
  };
}
