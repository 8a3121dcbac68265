import { type CellCounts, cellCounts } from './cells.ts';
import { type ExemptionTally, exemptionTally } from './exemption-tally.ts';
import { type Findings, findings } from './findings.ts';
import { type LedgerTally, ledgerTally } from './ledger-tally.ts';
import { type Names, names } from './names.ts';
import type { GroupFacts, PolicyFacts } from './page-data.ts';
import type { ReportedChange } from './reported-change.ts';
import { RESULTS, type Result, resultOf } from './result.ts';
import { nameOf, sentenceOf } from './safe-text.ts';
import { sessionOf } from './session-of.ts';

/** An actor as it is gathered. */
export type GatheredActor = { readonly arn: string; readonly as: Set<string> };

/** All that the page needs of the changes; its size does not grow with their number beyond a bound. */
export type Gathered = {
  readonly span: [from: number, to: number] | undefined;
  readonly policies: Names<PolicyFacts>;
  readonly sets: Names<readonly number[]>;
  readonly actors: Names<GatheredActor>;
  readonly tools: Names<string>;
  readonly groups: Names<GroupFacts>;
  readonly reasons: Names<string>;
  readonly cells: CellCounts;
  readonly findings: Findings;
  readonly exemptions: ExemptionTally;
  readonly ledger: LedgerTally;
  readonly untimed: number;
};

/** Session names of one actor that are told apart; pipelines make a new one each time. */
const MOST_SESSIONS = 50;

/** Results whose changes are listed one by one. */
const LISTED: ReadonlySet<Result> = new Set(RESULTS.filter((result) => result !== 'compliant'));

/** Goes through the changes once. `known`: the policies that were asked, so that those which nothing broke are named too. */
export async function gather(
  changes: AsyncIterable<ReportedChange> | Iterable<ReportedChange>,
  known: readonly PolicyFacts[],
): Promise<Gathered> {
  const policies = names<PolicyFacts>(500);
  for (const facts of known) policies.index(facts.id, () => facts, false);
  const all = {
    policies,
    sets: names<readonly number[]>(2_000),
    actors: names<GatheredActor>(10_000),
    tools: names<string>(200),
    groups: names<GroupFacts>(20_000),
    reasons: names<string>(500),
    cells: cellCounts(),
    findings: findings(),
    exemptions: exemptionTally(),
    ledger: ledgerTally(),
  };
  let span: [number, number] | undefined;
  let untimed = 0;
  for await (const change of changes) {
    const read = Date.parse(change.time) / 1000;
    const time = Number.isFinite(read) ? Math.floor(read) : (span?.[0] ?? 0);
    if (!Number.isFinite(read)) untimed++;
    span = span ? [Math.min(span[0], time), Math.max(span[1], time)] : [time, time];
    const result = resultOf(change);
    const minor = result === 'compliant';
    const set = setOf(change.policies, all, minor);
    const actor = actorOf(change, all.actors, minor);
    const group = groupOf(change, all.groups, minor);
    const tool = change.tool === null ? NO_TOOL : change.tool;
    const place = {
      result: RESULTS.indexOf(result),
      set,
      actor,
      group,
      tool: all.tools.index(tool, () => nameOf(tool), minor),
    };
    const { reason } = change;
    const why = result === 'undetermined' ? all.reasons.index(reason, () => sentenceOf(reason), false) : 0;
    all.cells.add([Math.floor(time / 3600), place.result, set, actor, place.tool, group, why]);
    if (LISTED.has(result)) all.findings.add(change, place, time);
    all.exemptions.add(change.exemptions ?? [], time);
    all.ledger.add(change, result, all.sets.facts[set] ?? []);
  }
  return { ...all, span, untimed };
}

const NO_TOOL = 'not said';

function setOf(
  ids: readonly string[],
  { policies, sets }: Pick<Gathered, 'policies' | 'sets'>,
  minor: boolean,
): number {
  const indices = [...new Set(ids)].map((id) => policies.index(id, () => ({ id: nameOf(id) }), minor));
  indices.sort((a, b) => a - b);
  return sets.index(indices.join(), () => indices, minor);
}

function actorOf({ actor, actorName }: ReportedChange, actors: Names<GatheredActor>, minor: boolean): number {
  const index = actors.index(actor, () => ({ arn: nameOf(actor), as: new Set() }), minor);
  // A role's sessions have names of their own: `anna.kowalska (role deploy)`.
  const session = sessionOf(actorName);
  const as = actors.facts[index]?.as;
  if (session !== undefined && as && as.size < MOST_SESSIONS) as.add(nameOf(session));
  return index;
}

function groupOf(change: ReportedChange, groups: Names<GroupFacts>, minor: boolean): number {
  const { groupId, groupName, account, region } = change;
  // A group is the same under each name that a record gives it.
  const key = JSON.stringify([account, region, groupId ?? groupName, groupId === null]);
  return groups.index(
    key,
    () => ({
      id: groupId === null ? null : nameOf(groupId),
      name: groupName === null ? null : nameOf(groupName),
      account: nameOf(account),
      region: nameOf(region),
    }),
    minor,
  );
}
