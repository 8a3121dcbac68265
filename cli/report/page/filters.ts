import type { FindingFacts } from '../page-data.ts';
import { RESULTS } from '../result.ts';
import { DIMENSIONS, type Dimension, type Model } from './model.ts';

/** What the reader looks at. An empty set lets everything through. */
export type Filters = {
  readonly results: ReadonlySet<number>;
  readonly chosen: Readonly<Record<Dimension, ReadonlySet<number>>>;
  /** The first and the last period, both included. */
  readonly time?: readonly [first: number, last: number];
  readonly text: string;
};

const NONE: ReadonlySet<number> = new Set();

/** Everything is let through. */
export const NO_FILTERS: Filters = {
  results: NONE,
  chosen: { policy: NONE, actor: NONE, tool: NONE, group: NONE, account: NONE, reason: NONE },
  text: '',
};

/** A set with a value in it that was not, or without one that was. */
export function toggled(set: ReadonlySet<number>, value: number): ReadonlySet<number> {
  const changed = new Set(set);
  if (!changed.delete(value)) changed.add(value);
  return changed;
}

/** Whether anything is filtered. */
export const isFiltered = ({ results, chosen, time, text }: Filters): boolean =>
  results.size > 0 || time !== undefined || text !== '' || DIMENSIONS.some((dimension) => chosen[dimension].size > 0);

/** The findings that the filters let through. */
export function matchingFindings({ data, accountOf, periods }: Model, filters: Filters): readonly FindingFacts[] {
  const { results, chosen, time } = filters;
  const text = filters.text.trim().toLowerCase();
  const from = time && (periods[time[0]] ?? 0);
  const to = time && (periods[time[1]] ?? 0) + data.period * 3600;
  const has = (set: ReadonlySet<number>, value: number) => set.size === 0 || set.has(value);
  const reasons = new Set([...chosen.reason].map((index) => data.reasons[index]));
  return data.findings.filter(
    (finding) =>
      has(results, finding.result) &&
      has(chosen.actor, finding.actor) &&
      has(chosen.tool, finding.tool) &&
      has(chosen.group, finding.group) &&
      has(chosen.account, accountOf[finding.group] ?? 0) &&
      (chosen.policy.size === 0 || (data.sets[finding.set] ?? []).some((policy) => chosen.policy.has(policy))) &&
      (reasons.size === 0 || (isUndetermined(finding) && reasons.has(finding.reason))) &&
      (from === undefined || to === undefined || (finding.last >= from && finding.first < to)) &&
      (text === '' || textOf(data, finding).includes(text)),
  );
}

const isUndetermined = ({ result }: FindingFacts) => RESULTS[result] === 'undetermined';

const texts = new WeakMap<FindingFacts, string>();

function textOf(data: Model['data'], finding: FindingFacts): string {
  const known = texts.get(finding);
  if (known !== undefined) return known;
  const { id, name, account, region } = data.groups[finding.group] ?? {};
  const policies = (data.sets[finding.set] ?? []).map((policy) => data.policies[policy]?.id);
  const traffic = [...finding.offending, ...finding.remainder].map((piece) => data.traffic[piece]);
  const single = finding.occurrences.flatMap(({ id, event, who, place }) => [id, event, who, place]);
  const actor = data.actors[finding.actor]?.arn;
  const all = [id, name, account, region, actor, data.tools[finding.tool], finding.reason, ...policies, ...traffic];
  const text = [...all, ...single].join('\n').toLowerCase();
  texts.set(finding, text);
  return text;
}
