import type { Context } from '../context.ts';
import type { RuleId } from '../ids.ts';
import { type Rule, sameContent } from '../rule.ts';
import type { Family } from '../traffic/cidr.ts';
import { type Lists, regionOf, sourcesOf } from '../traffic/rule-traffic.ts';
import { isNoSource } from '../traffic/source-set.ts';
import { type Region, sharedRegion } from '../traffic/traffic.ts';
import { type Reach, reachOf } from './reach.ts';

/** A rule and those beside it that let in some of a region's traffic. */
export type Company = {
  /** Where all of them together cover half of a family. */
  readonly reachOf: (family: Family) => Reach;
  /** The lists among them that could not be read, of the rules that meet a region: `the entries of pl-...`. */
  readonly unread: (region: Region) => string[];
};

/** The company that a rule is in within a region. */
export function companyOf(
  within: Region,
  rule: Rule,
  context: Context & { readonly standing: readonly Rule[] },
): Company {
  const others = context.standing.filter((other) =>
    rule.id !== undefined && other.id !== undefined ? other.id !== rule.id : !sameContent(other, rule),
  );
  return made(within, [rule, ...others], context.lists);
}

/**
 * The same, worked out once for all rules that are judged beside the same others: a rule that stands as it is judged, taken
 * together with the others, is no more than all that stand. Undefined for any other rule, and for the first that asks,
 * which may well be the only one, and whose own company is smaller.
 */
export function sharedCompany(
  within: Region,
  rule: Rule,
  context: Context & { readonly standing: readonly Rule[] },
): Company | undefined {
  const known = knownOf(context);
  const name = within.join(' ');
  if (!known.asked.has(name)) {
    known.asked.add(name);
    return undefined;
  }
  known.standing ??= new Map(context.standing.flatMap((each) => (each.id === undefined ? [] : [[each.id, each]])));
  const standing = rule.id === undefined ? undefined : known.standing.get(rule.id);
  // Ids are each one rule's; a list of rules where they are not is nothing to share.
  if (!standing || !sameContent(standing, rule) || known.standing.size < context.standing.length) return undefined;
  const company = known.companies.get(name) ?? made(within, context.standing, context.lists);
  known.companies.set(name, company);
  return company;
}

type Known = {
  readonly lists: Lists;
  readonly asked: Set<string>;
  readonly companies: Map<string, Company>;
  standing?: ReadonlyMap<RuleId, Rule>;
};

/** By the rules that stand, which nobody changes once they are read: all that follows from them can be kept as long as they live. */
const SHARED = new WeakMap<readonly Rule[], Known>();

function knownOf({ standing, lists }: { readonly standing: readonly Rule[]; readonly lists: Lists }): Known {
  const before = SHARED.get(standing);
  if (before?.lists === lists) return before;
  const known: Known = { lists, asked: new Set(), companies: new Map() };
  SHARED.set(standing, known);
  return known;
}

function made(within: Region, rules: readonly Rule[], lists: Lists): Company {
  const meeting = rules.flatMap((rule) => {
    const region = sharedRegion(regionOf(rule), within);
    return region ? [{ source: rule.source, region }] : [];
  });
  const boxes = meeting
    .map(({ source, region }) => ({ region, sources: { ...sourcesOf(source, lists), atoms: [] } }))
    .filter(({ sources }) => !isNoSource(sources));
  const unread = meeting.flatMap(({ source, region }) =>
    source.kind === 'list' && !lists.has(source.id) ? [{ region, missing: `the entries of ${source.id}` }] : [],
  );
  const reaches = new Map<Family, Reach>();
  return {
    reachOf(family) {
      const reach = reaches.get(family) ?? reachOf(within, boxes, family);
      reaches.set(family, reach);
      return reach;
    },
    unread: (where) => unread.flatMap(({ region, missing }) => (sharedRegion(region, where) ? [missing] : [])),
  };
}
