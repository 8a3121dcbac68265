import type { Change } from '../core/change.ts';
import { draftReport } from '../core/draft.ts';
import type { Policy } from '../core/policy.ts';
import type { Broken } from '../core/repair.ts';
import { type Outcome, type Report, unclearReport } from '../core/report.ts';
import { type Rule, sameContent } from '../core/rule.ts';
import { doubtsOf } from '../core/verdict.ts';
import { type Ports, RetryableError } from './ports.ts';
import { type Facts, listsOf, readChangedList, readFacts, readGroupOf } from './read-facts.ts';

/** A report as it is before the act, and what was known when it was drafted. */
export type Assessment = { readonly draft: Report; readonly facts: Facts };

/**
 * EC2 may not show yet what was made a moment ago: what seems gone is looked for again, after so many milliseconds each,
 * before it is called gone.
 */
const LOOKS = [500, 1500, 3000];

/** What is said of a rule that does not stand as it was judged: of what an older reading shows, too. */
const ELSEWHERE: ReadonlySet<Outcome['kind']> = new Set(['already-gone', 'changed', 'stands-again']);

/** How often, and after how many milliseconds each, a change of a prefix list is looked for that does not show yet. */
const LIST_LOOKS = [1000, 2000, 4000];

/**
 * Judges a change by what was read for it, and reads on where that is not enough: again where a rule seems gone, and
 * the lists that only standing rules use where without them nothing certain can be said. A report that an earlier attempt
 * wrote down is kept as it is. Throws RetryableError.
 */
export async function assess(
  change: Change,
  first: Facts,
  policies: readonly Policy[],
  ports: Ports,
  earlier: Report | undefined,
): Promise<Assessment> {
  if (earlier) return { draft: earlier, facts: await whenRulesShow(change, earlier, first, ports) };
  let facts = await whenListShows(change, first, policies, ports);
  let draft = draftFrom(change, facts, policies, ports.now());
  for (const wait of LOOKS) {
    if (!mayBeStale(change, facts, draft)) break;
    await ports.pause(wait);
    facts = { ...facts, live: await readGroupOf(change, ports) };
    draft = draftFrom(change, facts, policies, ports.now());
  }
  const { live, lists } = facts;
  const unread = live.kind === 'found' ? listsOf(live.standing).filter((id) => !lists.has(id)) : [];
  const doubtful = draft.rules.some(({ verdict }) => doubtsOf(verdict).length > 0);
  if (!doubtful || unread.length === 0) return { draft, facts };
  const more = await ports.readLists([...new Set(unread)]);
  facts = { ...facts, lists: new Map([...lists, ...more]) };
  return { draft: draftFrom(change, facts, policies, ports.now()), facts };
}

/**
 * Whether a reading may be older than the change: it shows no rule where one was added, other content than a modification
 * asked for, a rule under the id that was taken away, no other tags than before, no group where one was made, or no rule in a VPC's
 * new default group.
 */
function mayBeStale({ effect }: Change, { live, memory }: Facts, { rules }: Report): boolean {
  if (effect.kind === 'removed') {
    const taken = new Set([...effect.ids, ...effect.rules.map(({ id }) => id)]);
    return live.kind === 'found' && live.standing.some(({ id }) => id !== undefined && taken.has(id));
  }
  // The default group of a new VPC is born with a rule; every other group is born without.
  if (effect.kind === 'created')
    return (
      live.kind === 'missing' || (live.kind === 'found' && live.group.name === 'default' && live.standing.length === 0)
    );
  if (effect.kind === 'retagged' && live.kind === 'found') {
    const { tags = {} } = live.group;
    return [...effect.before.keys()].every((key) => !memory?.tags || memory.tags[key] === tags[key]);
  }
  return rules.some(({ outcome }) => outcome !== undefined && ELSEWHERE.has(outcome.kind));
}

/** Looks again for rules that an earlier attempt was to repair and that seem gone or changed, for that attempt may not have come to it. */
async function whenRulesShow(change: Change, { rules }: Report, first: Facts, ports: Ports): Promise<Facts> {
  const open = rules.filter(({ how, intent, outcome }) => how !== 'removed' && intent.kind === 'act' && !outcome);
  const shows = ({ live }: Facts, rule: Rule) =>
    live.kind !== 'found' || live.standing.some((each) => each.id === rule.id && sameContent(each, rule));
  let facts = first;
  for (const wait of LOOKS) {
    if (open.every(({ rule }) => shows(facts, rule))) break;
    await ports.pause(wait);
    facts = { ...facts, live: await readGroupOf(change, ports) };
  }
  return facts;
}

/** The entries of a list change some time after the call: judged before, the change would look harmless. */
async function whenListShows(change: Change, first: Facts, policies: readonly Policy[], ports: Ports): Promise<Facts> {
  const from = change.effect.kind === 'list-changed' ? change.effect.from : undefined;
  const pending = ({ list }: Facts) => from !== undefined && list?.kind === 'found' && list.version <= from;
  // Version and entries are read at once, and what was read while the version was old may be old too.
  const withEntries = async (facts: Facts): Promise<Facts> => {
    if (change.effect.kind !== 'list-changed') return facts;
    const [lists, list] = await Promise.all([
      ports.readLists([...new Set([change.effect.list, ...facts.lists.keys()])]),
      readChangedList(change.effect, policies, ports),
    ]);
    return { ...facts, lists, list };
  };
  let facts = first;
  for (const wait of LIST_LOOKS) {
    if (!pending(facts)) return withEntries(facts);
    await ports.pause(wait);
    facts = await readFacts(change, policies, ports);
  }
  if (pending(facts))
    throw new RetryableError(`The change of ${change.group.using ?? 'the prefix list'} does not show yet`);
  return withEntries(facts);
}

function draftFrom(change: Change, facts: Facts, policies: readonly Policy[], at: string): Report {
  const { account, region, effect, group } = change;
  const { live, lists, memory } = facts;
  const known = live.kind === 'found' ? live.group : undefined;
  if (effect.kind === 'unclear') return unclearReport(change, effect.reason, at, known);
  const id = known?.id ?? group.id;
  if (effect.kind !== 'watched') {
    if (live.kind === 'unreadable') return unclearReport(change, `the group could not be read: ${live.reason}`, at);
    // A group that is gone has no rules, and its name and tags are not to be had any more.
    if (id === undefined)
      return unclearReport(change, `no group of the name ${JSON.stringify(group.name)} was found`, at);
  }
  const { standing, egress } = live.kind === 'found' ? live : { standing: [], egress: [] };
  const context = { account, region, group: { ...known, ...(id && { id }) }, standing, lists };
  const list = listOf(change, facts);
  const draft = draftReport(
    { change, live: { standing, egress }, context, ...(memory && { memory }), ...(list && { list }) },
    policies,
    at,
  );
  return live.kind === 'missing' && effect.kind !== 'watched' ? { ...draft, groupGone: true } : draft;
}

/** The list that a change is about, and the version to go back to. */
function listOf({ effect }: Change, { list }: Facts): Broken['list'] {
  if (effect.kind !== 'list-changed') return undefined;
  const { list: id, from } = effect;
  if (list?.kind !== 'found') return { id, problem: list?.reason ?? 'the list could not be read' };
  if (!list.own) return { id, problem: 'the list belongs to another account' };
  if (from === undefined) return { id, problem: 'the record does not say which version came before' };
  // The very change can't have left the entries as they were: where it seems so, it does not show yet.
  if (list.version > from + 1) return { id, problem: 'the list was changed again since', settled: list.same === true };
  return { id, version: from };
}
