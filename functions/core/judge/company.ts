import type { Context } from '../context.ts';
import { type Rule, sameContent, sourceText } from '../rule.ts';
import type { Family } from '../traffic/cidr.ts';
import { type Interval, normalise, overlaps } from '../traffic/interval.ts';
import { coversHalf, holdsPublic, publicPercent } from '../traffic/public-addresses.ts';
import { publicCoverage } from '../traffic/public-coverage.ts';
import { regionOf, sourcesOf } from '../traffic/rule-traffic.ts';
import { isNoSource, type SourceSet, uniteAll } from '../traffic/source-set.ts';
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
const OTHER_RULES = "the group's other rules";

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
  if (!context.standing) return doubt(OTHER_RULES);

  const { company, unread } = companyOf(region, rule, context);
  const reached = families.flatMap((family) => {
    const regions = regionsReaching(region, own, company, family);
    return regions[0]
      ? [
          {
            regions,
            because: `${coverText(rule, together(regions[0], own, company), family)} together with the group's other rules`,
          },
        ]
      : [];
  });
  const boxes = reached.flatMap(({ regions }) => regions.map((where): Box => ({ region: where, sources: own })));
  // What an unreadable list adds could only widen the reach, so it leaves open no more than what has not been reached.
  return {
    ...reach(
      boxes,
      reached.map(({ because }) => because),
    ),
    doubts: unread.flatMap((missing) => doubt(missing).doubts),
  };
}

const reach = (boxes: readonly Box[], because: readonly string[]): Named => ({ boxes, because, doubts: [] });

/** The other rules that let in some of a region's traffic from addresses, and what of them is not known. */
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
    unread: [
      ...meeting.flatMap(({ other: { source } }) =>
        source.kind === 'list' && !context.lists.has(source.id) ? [`the entries of ${source.id}`] : [],
      ),
      ...(context.unseen ? [OTHER_RULES] : []),
    ],
  };
}

/**
 * The parts of a region in which own and company together cover half of a family. Protocols and ICMP codes are few: they
 * are cut where a rule begins or ends. Ports are swept: rules come and go as the port rises.
 */
function regionsReaching(region: Region, own: SourceSet, company: readonly Box[], family: Family): Region[] {
  const cut = (at: 0 | 2, boxes: readonly Box[]) => {
    const inside = (cell: Interval) => boxes.filter((box) => overlaps(box.region[at], cell));
    return cellsBetween([region[at], ...boxes.map((box) => box.region[at])]).map((cell) => ({
      cell,
      inside: inside(cell),
    }));
  };
  return cut(0, company).flatMap(({ cell: protocols, inside: spoken }) =>
    cut(2, spoken).flatMap(({ cell: codes, inside }) =>
      portsReaching(region[1], own, inside, family).map((ports): Region => [protocols, ports, codes]),
    ),
  );
}

function portsReaching(ports: Interval, own: SourceSet, company: readonly Box[], family: Family): Interval[] {
  // Most groups are far from half the world even with all their rules taken together, whatever their ports.
  if (!coversHalf(uniteAll([own, ...company.map(({ sources }) => sources)]), family)) return [];
  const addresses = (sources: SourceSet) => sources[`ipv${family}`];
  const coverage = publicCoverage(family, [own, ...company.map(({ sources }) => sources)].flatMap(addresses));
  coverage.add(addresses(own));
  const coming = company.toSorted((a, b) => (a.region[1][0] < b.region[1][0] ? -1 : 1)).values();
  const going = company.toSorted((a, b) => (a.region[1][1] < b.region[1][1] ? -1 : 1)).values();
  let [next, last] = [coming.next().value, going.next().value];
  const reaching = cellsBetween([ports, ...company.map(({ region }) => region[1])]).filter(([port]) => {
    for (; last && last.region[1][1] < port; last = going.next().value) coverage.remove(addresses(last.sources));
    for (; next && next.region[1][0] <= port; next = coming.next().value) coverage.add(addresses(next.sources));
    return coverage.coversHalf();
  });
  return normalise(reaching);
}

/** The sources that own and company are open to where a region begins. */
function together(region: Region, own: SourceSet, company: readonly Box[]): SourceSet {
  const start = region.map(([first]) => [first, first]) as unknown as Region;
  return uniteAll([own, ...company.filter((box) => sharedRegion(box.region, start)).map(({ sources }) => sources)]);
}

function coverText({ source }: Rule, sources: SourceSet, family: Family): string {
  return `${sourceText(source)} covers ${publicPercent(sources, family)} % of the public IPv${family} addresses`;
}
