import type { Context } from '../context.ts';
import type { Ban, Statement } from '../policy.ts';
import type { Rule } from '../rule.ts';
import { partTexts, regionOf, settle, trafficOf } from '../traffic/rule-traffic.ts';
import { difference, intersection, overlap, sharedRegion, type Traffic, traffic, union } from '../traffic/traffic.ts';
import type { How } from '../verdict.ts';
import { joinedReasons } from './joined-reasons.ts';
import { onlyReason } from './only-reason.ts';
import { namedBy } from './statement.ts';

/** What a ban forbids of a rule. */
export type Forbidden = {
  /** What is certainly forbidden. */
  readonly offending: Traffic;
  /** Why a part of that offends, such as what exemptions leave of it: one sentence without full stop, bounded, safe to show. */
  readonly because: (part: Traffic) => string;
  /** What else may be forbidden, nothing that certainly is: the fact `missing` would have to be known. */
  readonly perhaps: Traffic;
  readonly missing: string | undefined;
};

/** rule ∩ forbidden: what a ban forbids of a rule that came, was changed, went or stands, before any exemption. */
export function forbidden(ban: Ban, rule: Rule, context: Context, how: How): Forbidden {
  switch (ban.kind) {
    case 'freeze': {
      if (how === 'standing') return NOTHING;
      const whole = trafficOf(rule, context.lists);
      return { offending: whole, because: () => FROZEN[how], perhaps: [], missing: undefined };
    }
    case 'deny': {
      if (how === 'removed') return NOTHING;
      const named = ban.statements.map((statement) => namedBy(statement, rule, context, 'deny'));
      const offending = traffic(named.flatMap(({ boxes }) => boxes));
      const { perhaps, doubts } = doubtful(named);
      const open = beside(perhaps, offending, rule, context);
      return {
        offending,
        because: (part) =>
          joinedReasons(
            named
              .flatMap(({ reasons }) => reasons)
              .filter(({ boxes }) => overlap(boxes, part))
              .map((reason) => reason.because()),
          ),
        perhaps: open,
        missing: missingOf(doubts, open),
      };
    }
    case 'only': {
      if (how === 'removed') return NOTHING;
      const { named, perhaps, doubts } = listed(ban.statements, rule, context);
      const rest = settle(difference(trafficOf(rule, context.lists), named), rule.source, context.lists).whole;
      const open = intersection(rest, perhaps);
      return {
        offending: difference(rest, open),
        because: (part) => onlyReason(ban.statements, partTexts(part, rule.source, context.lists)),
        perhaps: open,
        missing: missingOf(doubts, open),
      };
    }
    case 'require': {
      if (how !== 'removed') return NOTHING;
      const { named, perhaps, doubts } = listed(ban.statements, rule, context);
      const because = () => 'the policy requires this traffic to be let in, and no other rule does';
      const left = traffic((context.standing ?? []).flatMap((other) => trafficOf(other, context.lists)));
      if (!context.standing || context.unseen) {
        const lost = difference(union(named, perhaps), left);
        return { offending: [], because, perhaps: lost, missing: lost.length > 0 ? OTHER_RULES : undefined };
      }
      const lost = difference(named, left);
      const open = beside(difference(perhaps, left), lost, rule, context);
      // What else stands may let it in all the same, by a list that could not be read.
      const unread = lost.length === 0 ? undefined : unreadList(lost, context);
      if (unread) return { offending: [], because, perhaps: union(lost, open), missing: `the entries of ${unread}` };
      return {
        offending: lost,
        because,
        perhaps: open,
        missing: missingOf(doubts, open),
      };
    }
    case 'watch':
      return NOTHING;
    default:
      return ban satisfies never;
  }
}

/** A prefix list that could not be read, of a rule that stands and lets some of this traffic's ports in. */
function unreadList(part: Traffic, { standing = [], lists }: Context): string | undefined {
  const ids = standing.flatMap((rule) => {
    if (rule.source.kind !== 'list' || lists.has(rule.source.id)) return [];
    const region = regionOf(rule);
    return part.some((box) => sharedRegion(box.region, region)) ? [rule.source.id] : [];
  });
  return ids[0];
}

const OTHER_RULES = "the group's other rules";

const NOTHING: Forbidden = { offending: [], because: () => '', perhaps: [], missing: undefined };

const FROZEN: Readonly<Record<Exclude<How, 'standing'>, string>> = {
  added: 'the group is frozen: no ingress rule may be added to it',
  modified: 'the group is frozen: no ingress rule may be changed in it',
  removed: 'the group is frozen: no ingress rule may be taken out of it',
};

type Doubts = ReturnType<typeof namedBy>['doubts'];

function doubtful(named: readonly ReturnType<typeof namedBy>[]): { perhaps: Traffic; doubts: Doubts } {
  const doubts = named.flatMap((each) => each.doubts);
  return { perhaps: doubts.length === 0 ? [] : traffic(doubts.map(({ box }) => box)), doubts };
}

/** What is left of a doubtful part of a rule beside what is certain. */
const beside = (perhaps: Traffic, certain: Traffic, { source }: Rule, { lists }: Context): Traffic =>
  perhaps.length === 0 || certain.length === 0 ? perhaps : settle(difference(perhaps, certain), source, lists).whole;

/** The first fact that is missing to judge a part. */
const missingOf = (doubts: Doubts, part: Traffic): string | undefined =>
  part.length === 0 ? undefined : doubts.find(({ box }) => overlap([box], part))?.missing;

/** What an allow-list certainly names of a rule, and what it may name if a missing fact were known. */
export function listed(statements: readonly Statement[], rule: Rule, context: Context) {
  const all = statements.map((statement) => namedBy(statement, rule, context, 'only'));
  return { named: traffic(all.flatMap(({ boxes }) => boxes)), ...doubtful(all) };
}
