import type { Change } from '../core/change.ts';
import type { Conduct } from '../core/conduct.ts';
import type { PrefixListId } from '../core/ids.ts';
import type { Memory } from '../core/memory.ts';
import type { Policy } from '../core/policy.ts';
import type { Rule } from '../core/rule.ts';
import type { Lists } from '../core/traffic/rule-traffic.ts';
import type { GroupReading, ListReading, Ports } from './ports.ts';

/** What was read for a change. */
export type Facts = {
  /** Its group as it stands. */
  readonly live: GroupReading;
  /** The prefix lists that matter. */
  readonly lists: Lists;
  /** What is remembered of the group, where the record gives its id. */
  readonly memory?: Memory;
  /** What is kept of the repairs and holds in it, where the record gives its id. */
  readonly conduct?: Conduct;
  /** The list that the change is about. */
  readonly list?: ListReading;
};

/** Reads, all at once, the group of a change, what is kept of it, and every prefix list that the change or a policy names. */
export async function readFacts(change: Change, policies: readonly Policy[], ports: Ports): Promise<Facts> {
  const { effect, group, account, region } = change;
  if (effect.kind === 'watched') return { live: { kind: 'missing' }, lists: new Map() };
  const named = effect.kind === 'added' ? listsOf(effect.rules) : effect.kind === 'list-changed' ? [effect.list] : [];
  const ids = new Set([...named, ...policies.flatMap(listsNamedBy)]);
  const key = group.id && { account, region, group: group.id };
  const [live, lists, memory, conduct, list] = await Promise.all([
    readGroupOf(change, ports),
    ports.readLists([...ids]),
    key && ports.ledger.recall(key),
    key && ports.ledger.recallConduct(key),
    effect.kind === 'list-changed' ? readChangedList(effect, policies, ports) : undefined,
  ]);
  return { live, lists, ...(memory && { memory }), ...(conduct && { conduct }), ...(list && { list }) };
}

/** Reads the group of a change by the name that the record gives it. */
export async function readGroupOf({ group }: Change, { readGroup }: Ports): Promise<GroupReading> {
  if (group.id !== undefined) return readGroup({ id: group.id });
  if (group.name !== undefined) return readGroup({ name: group.name });
  return { kind: 'unreadable', reason: 'the record does not name the group' };
}

/** The prefix lists that are sources of rules. */
export const listsOf = (rules: readonly Rule[]): PrefixListId[] =>
  rules.flatMap(({ source }) => (source.kind === 'list' ? [source.id] : []));

/** The prefix lists that a policy names, and those that the exemptions from it do. */
export function listsNamedBy({ ban, exemptions = [] }: Policy): PrefixListId[] {
  const own = 'statements' in ban ? ban.statements : [];
  return [...own, ...exemptions.flatMap(({ traffic }) => traffic)].flatMap(({ sources }) =>
    sources.flatMap((word) => (word.kind === 'list' ? [word.id] : [])),
  );
}

/**
 * Reads the list that a change is about; where a policy freezes groups, with whether it has its earlier entries again, which
 * nobody else asks.
 */
export const readChangedList = (
  { list, from }: Extract<Change['effect'], { kind: 'list-changed' }>,
  policies: readonly Policy[],
  { readList }: Pick<Ports, 'readList'>,
): Promise<ListReading> =>
  readList(list, policies.some(({ ban, mode }) => ban.kind === 'freeze' && mode !== 'off') ? from : undefined);
