import type { Change } from '../core/change.ts';
import type { PrefixListId } from '../core/ids.ts';
import type { Policy } from '../core/policy.ts';
import type { Rule } from '../core/rule.ts';
import type { Lists } from '../core/traffic/rule-traffic.ts';
import type { GroupReading, Ports } from './ports.ts';

/** What was read for a change: its group as it stands, and the prefix lists that matter. */
export type Facts = { readonly live: GroupReading; readonly lists: Lists };

/** Reads, all at once, the group of a change and every prefix list that the change or a policy names. */
export async function readFacts(change: Change, policies: readonly Policy[], ports: Ports): Promise<Facts> {
  const added = change.effect.kind === 'added' ? change.effect.rules : [];
  const ids = new Set([...listsOf(added), ...policies.flatMap(listsNamedBy)]);
  const [live, lists] = await Promise.all([readGroupOf(change, ports), ports.readLists([...ids])]);
  return { live, lists };
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

function listsNamedBy({ ban }: Policy): PrefixListId[] {
  if (ban.kind === 'freeze') return [];
  return ban.statements.flatMap(({ sources }) => sources.flatMap((word) => (word.kind === 'list' ? [word.id] : [])));
}
