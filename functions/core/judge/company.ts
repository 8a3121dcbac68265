import type { Context } from '../context.ts';
import { type Rule, sameContent, sourceText } from '../rule.ts';
import type { Family } from '../traffic/cidr.ts';
import { type Interval, overlaps } from '../traffic/interval.ts';
import { coversHalf, holdsPublic, publicPercent } from '../traffic/public-addresses.ts';
import { regionOf, sourcesOf } from '../traffic/rule-traffic.ts';
import { isNoSource, type SourceSet, unite } from '../traffic/source-set.ts';
import { type Box, cellsBetween, type Region, sharedRegion } from '../traffic/traffic.ts';

/** What a statement names of one rule's traffic. */
export type Named = {
  readonly boxes: readonly Box[];
  /** Why a word applies, where that is not plain from the word. */
  readonly because: readonly string[];
  /** Traffic that the statement may name too: a fact is missing. The boxes hold all that could be meant. */
  readonly doubts: readonly { readonly box: Box; readonly missing: string }[];
};

const FAMILIES = [4, 6] as const;

/**
 * Where in a region a rule's source, alone or together with the group's other rules for the same traffic, covers at
 * least half of the public addresses of its family: the meaning of `anywhere`. What is named there is the source as it
 * stands. A source that holds no public address covers none of them, in whatever company: a private range beside an
 * open rule is not open to anywhere.
 */
export function companyReach(region: Region, rule: Rule, context: Context): Named {
  const own = sourcesOf(rule.source, context.lists);
  const doubt = (missing: string): Named => ({
    boxes: [],
    because: [],
    doubts: [{ box: { region, sources: own }, missing }],
  });
  if (rule.source.kind === 'list' && !context.lists.has(rule.source.id))
    return doubt(`the entries of ${rule.source.id}`);
  const families = FAMILIES.filter((family) => holdsPublic(own, family));
  const alone = families.find((family) => coversHalf(own, family));
  if (alone) return reach([{ region, sources: own }], [`${coverText(rule, own, alone)} on its own`]);
  if (families.length === 0) return reach([], []);
  if (!context.standing) return doubt("the group's other rules");

  const { company, unread } = companyOf(region, rule, context);
  const reached = families.flatMap((family) => {
    // Most groups are far from half the world even with all their rules taken together, whatever their ports.
    if (
      !coversHalf(
        company.reduce((all, { sources }) => unite(all, sources), own),
        family,
      )
    )
      return [];
    return cellsReaching(region, own, company, family).map((cell) => ({ family, cell }));
  });
  const boxes = reached.map(({ cell }): Box => ({ region: cell.region, sources: own }));
  const because = reached.map(
    ({ family, cell }) => `${coverText(rule, cell.sources, family)} together with the group's other rules`,
  );
  // What an unreadable list adds could only widen the reach, so it leaves open no more than what has not been reached.
  return { ...reach(boxes, because), doubts: unread.flatMap((missing) => doubt(missing).doubts) };
}

const reach = (boxes: readonly Box[], because: readonly string[]): Named => ({ boxes, because, doubts: [] });

/** The other rules that let in some of a region's traffic from addresses, and the lists among them that could not be read. */
function companyOf(region: Region, rule: Rule, context: Context): { company: Box[]; unread: string[] } {
  const others = (context.standing ?? []).filter((other) =>
    rule.id !== undefined && other.id !== undefined ? other.id !== rule.id : !sameContent(other, rule),
  );
  const meeting = others.flatMap((other) => {
    const shared = sharedRegion(regionOf(other), region);
    return shared ? [{ other, shared }] : [];
  });
  return {
    company: meeting
      .map(({ other, shared }) => ({
        region: shared,
        sources: { ...sourcesOf(other.source, context.lists), atoms: [] },
      }))
      .filter(({ sources }) => !isNoSource(sources)),
    unread: meeting.flatMap(({ other: { source } }) =>
      source.kind === 'list' && !context.lists.has(source.id) ? [`the entries of ${source.id}`] : [],
    ),
  };
}

type Cell = { readonly region: Region; readonly sources: SourceSet };

/** The cells of a region, cut where a rule of the company begins or ends, in which own and company cover half a family. */
function cellsReaching(region: Region, own: SourceSet, company: readonly Box[], family: Family, dimension = 0): Cell[] {
  const sources = company.reduce((all, box) => unite(all, box.sources), own);
  if (!coversHalf(sources, family)) return [];
  if (dimension === 3) return [{ region, sources }];
  const at = dimension as 0 | 1 | 2;
  const edges: Interval[] = [region[at], ...company.map((box) => box.region[at])];
  return cellsBetween(edges).flatMap((cell) =>
    cellsReaching(
      region.with(at, cell) as unknown as Region,
      own,
      company.filter((box) => overlaps(box.region[at], cell)),
      family,
      dimension + 1,
    ),
  );
}

function coverText({ source }: Rule, sources: SourceSet, family: Family): string {
  return `${sourceText(source)} covers ${publicPercent(sources, family)} % of the public IPv${family} addresses`;
}
