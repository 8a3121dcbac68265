import { candidatesFor, exempted } from '../../functions/core/judge/exempted.ts';
import { forbidden } from '../../functions/core/judge/forbidden.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { partTexts, trafficOf } from '../../functions/core/traffic/rule-traffic.ts';
import { difference, intersection, type Traffic, union } from '../../functions/core/traffic/traffic.ts';
import { contextOf, type Facts, type Opinion, type Weighed } from './weigh.ts';

/** The policies that have something against a part of a rule, by how sure that is; none where it is within policy. */
type Against = {
  readonly breaks: readonly string[];
  /** Those that may forbid it: a fact is missing. */
  readonly perhaps: readonly string[];
  /** Those that forbid it but for an exemption. */
  readonly exempt: readonly string[];
};

/** A part of a rule, as texts of traffic, and the policies that have something against it. */
export type Piece = Against & { readonly texts: readonly string[] };

type Part = Against & { readonly traffic: Traffic };

/** A rule cut into the parts that the same policies have something against, gravest first. */
export function piecesOf({ rule, opinions }: Weighed, rules: readonly Rule[], facts: Facts): Piece[] {
  const concerned = opinions.filter(
    ({ policy, scope, says }) =>
      policy.mode !== 'off' && scope.kind !== 'outside' && says.kind !== 'silent' && says.kind !== 'allows',
  );
  const parts = concerned.reduce<readonly Part[]>(
    (cut, opinion) => {
      const said = saidOf(opinion, rule, rules, facts);
      return cut.flatMap((part) => parted(part, opinion.policy.id, said));
    },
    [{ traffic: trafficOf(rule, facts.lists), breaks: [], perhaps: [], exempt: [] }],
  );
  return parts
    .map(({ traffic, ...against }) => ({ texts: partTexts(traffic, rule.source, facts.lists), ...against }))
    .filter(({ texts }) => texts.length > 0)
    .toSorted((a, b) => WORDS.indexOf(pieceWord(a)) - WORDS.indexOf(pieceWord(b)) || concernedBy(b) - concernedBy(a));
}

/** How many policies have something against a piece. */
const concernedBy = ({ breaks, perhaps, exempt }: Against): number => breaks.length + perhaps.length + exempt.length;

const WORDS = ['breaks', 'not known', 'exempt', 'within'] as const;

/** What is said of a piece in a word: the gravest that holds. */
export function pieceWord({ breaks, perhaps, exempt }: Against): (typeof WORDS)[number] {
  if (breaks.length > 0) return 'breaks';
  if (perhaps.length > 0) return 'not known';
  return exempt.length > 0 ? 'exempt' : 'within';
}

type Said = { readonly breaks: Traffic; readonly perhaps: Traffic; readonly exempt: Traffic };

/** What a policy says of which part. Where it is not known whether it covers the group, all that it forbids is open. */
function saidOf({ policy, scope, says }: Opinion, rule: Rule, rules: readonly Rule[], facts: Facts): Said {
  const context = contextOf(rules, facts);
  const whole = forbidden(policy.ban, rule, context, 'added');
  const { offending, exempt } = exempted(whole, rule, context, candidatesFor(policy, context));
  const all =
    says.kind === 'unknown' && says.account ? trafficOf(rule, facts.lists) : union(whole.offending, whole.perhaps);
  const breaks = scope.kind === 'covered' && says.kind === 'breaks' ? offending : [];
  return { breaks, exempt, perhaps: difference(difference(all, breaks), exempt) };
}

function parted({ traffic, ...against }: Part, id: string, said: Said): Part[] {
  const rest = difference(difference(difference(traffic, said.breaks), said.perhaps), said.exempt);
  return [
    { ...against, traffic: rest },
    { ...against, traffic: intersection(traffic, said.exempt), exempt: [...against.exempt, id] },
    { ...against, traffic: intersection(traffic, said.perhaps), perhaps: [...against.perhaps, id] },
    { ...against, traffic: intersection(traffic, said.breaks), breaks: [...against.breaks, id] },
  ].filter((part) => part.traffic.length > 0);
}
