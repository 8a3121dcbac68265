import type { Context } from '../context.ts';
import { type Rule, sourceText } from '../rule.ts';
import type { Family } from '../traffic/cidr.ts';
import { coversHalf, holdsPublic, publicPercent } from '../traffic/public-addresses.ts';
import { sourcesOf } from '../traffic/rule-traffic.ts';
import type { Box, Region } from '../traffic/traffic.ts';
import { companyOf, sharedCompany } from './company-of.ts';
import { reachWithin } from './reach.ts';

/** What a statement names of one rule's traffic. */
export type Named = {
  readonly boxes: readonly Box[];
  /** Why the words apply, each with the boxes that it is about. */
  readonly reasons: readonly { readonly boxes: readonly Box[]; readonly because: () => string }[];
  /** Traffic that the statement may name too: a fact is missing. The boxes hold all that could be meant. */
  readonly doubts: readonly { readonly box: Box; readonly missing: string }[];
};

const FAMILIES = [4, 6] as const;
const OTHER_RULES = "the group's other rules";

/**
 * Where in a region a rule's source, alone or together with the group's other rules for the same traffic, covers at
 * least half of the public addresses of its family: the meaning of `anywhere`. What is named there is the source as it
 * stands. A source that holds no public address covers none of them, in whatever company: a private range beside an
 * open rule is not open to anywhere.
 *
 * `within` is a wider region that the statement's other rules share, so that what the group covers there is worked out once
 * for all of them.
 */
export function companyReach(region: Region, rule: Rule, context: Context, within: Region = region): Named {
  const own = sourcesOf(rule.source, context.lists);
  const doubt = (missing: string): Named => ({
    boxes: [],
    reasons: [],
    doubts: [{ box: { region, sources: own }, missing }],
  });
  if (rule.source.kind === 'list' && !context.lists.has(rule.source.id))
    return doubt(`the entries of ${rule.source.id}`);
  const families = FAMILIES.filter((family) => holdsPublic(own, family));
  const alone = families.find((family) => coversHalf(own, family));
  if (alone) {
    const because = `${coverText(rule, publicPercent(own, alone), alone)} on its own`;
    return reach([{ region, sources: own }], because);
  }
  if (families.length === 0) return NOTHING;
  if (!isWhole(context)) return doubt(OTHER_RULES);

  const company = sharedCompany(within, rule, context) ?? companyOf(region, rule, context);
  const reached = families.flatMap((family): Named[] => {
    const { regions, percent } = reachWithin(company.reachOf(family), region);
    const because = `${coverText(rule, percent, family)} together with the group's other rules`;
    if (regions.length === 0) return [];
    return [
      reach(
        regions.map((where): Box => ({ region: where, sources: own })),
        because,
      ),
    ];
  });
  // What an unreadable list adds could only widen the reach, so it leaves open no more than what has not been reached.
  return {
    boxes: reached.flatMap(({ boxes }) => boxes),
    reasons: reached.flatMap(({ reasons }) => reasons),
    doubts: [...company.unread(region), ...(context.unseen ? [OTHER_RULES] : [])].flatMap(
      (missing) => doubt(missing).doubts,
    ),
  };
}

const NOTHING: Named = { boxes: [], reasons: [], doubts: [] };

const reach = (boxes: readonly Box[], because: string): Named => ({
  boxes,
  reasons: [{ boxes, because: () => because }],
  doubts: [],
});

const isWhole = (context: Context): context is Context & { readonly standing: readonly Rule[] } =>
  context.standing !== undefined;

const coverText = ({ source }: Rule, percent: number, family: Family): string =>
  // The percentage is rounded down, so that a hundred is all of them.
  `${sourceText(source)} covers ${percent === 100 ? 'all' : `${percent} % of the`} public IPv${family} addresses`;
