import type { Actor } from './actor.ts';
import type { Context } from './context.ts';
import type { PrefixListId } from './ids.ts';
import { offendingTraffic } from './judge/offending-part.ts';
import { type Policy, REMEDIES } from './policy.ts';
import type { Rule } from './rule.ts';
import { settle, trafficOf } from './traffic/rule-traffic.ts';
import { rulesFromTraffic } from './traffic/rules-from-traffic.ts';
import { difference, type Traffic, union } from './traffic/traffic.ts';
import { type Finding, type How, judge } from './verdict.ts';

/** What can be done about one rule. */
export type Repair =
  /** The rule is removed. */
  | { readonly kind: 'revoke' }
  /** Rules for what does not certainly offend are added, then the rule is removed. */
  | { readonly kind: 'narrow'; readonly remainder: readonly Rule[] }
  /**
   * The rule gets back the content it had, and keeps its id. `orRevoke`: where that fails, it is removed; else it is left,
   * since what it lets in breaks no policy.
   */
  | { readonly kind: 'restore'; readonly to: Rule; readonly orRevoke: boolean }
  /** A rule that was taken away is added again, with its description and tags; it gets another id. */
  | { readonly kind: 'put-back' }
  /** The prefix list that the rule uses gets back the entries of an earlier version. */
  | { readonly kind: 'restore-list'; readonly list: PrefixListId; readonly version: number };

/** What a repair is chosen for. */
export type Broken = {
  readonly rule: Rule;
  readonly how: How;
  /** What a modified rule was before. */
  readonly was?: Rule;
  /** Who brought what was there before, where that is remembered. */
  readonly broughtBy?: Actor;
  /**
   * The list whose change is judged, and the version to go back to; `problem` says why there is no going back. `settled`: it
   * was changed again, and has the entries of that version.
   */
  readonly list?: { readonly id: PrefixListId; readonly settled?: boolean } & (
    | { readonly version: number }
    | { readonly problem: string }
  );
};

/** The repair that some findings call for; `instead` says why it is not the one that the remedy names. */
export type Choice =
  | { readonly kind: 'repair'; readonly repair: Repair; readonly instead?: string }
  /** Nothing can be done without breaking what may be right. */
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'tell' };

/** The most rules that `narrow` puts in the place of one, where the policy does not say. */
export const PIECES = 10;

/**
 * Chooses the repair for a rule: the strictest remedy of the findings acts. An added rule is brought back to what was
 * before it by removing it. A modified one gets back what it was, if that is remembered and breaks no policy itself.
 */
export function chooseRepair(
  broken: Broken,
  findings: readonly Finding[],
  context: Context,
  policies: readonly Policy[],
): Choice {
  // Of a rule that is missing only a restore can make anything good, however strict the others are.
  const strictest = broken.how === 'removed' ? (['notify', 'restore'] as const) : REMEDIES;
  const remedy = strictest.findLast((each) => findings.some((finding) => finding.remedy === each)) ?? 'notify';
  if (remedy === 'notify') return { kind: 'tell' };
  const acting = policies.filter(({ id }) => findings.some(({ policy }) => policy === id));
  switch (broken.how) {
    case 'added':
      return remedy === 'narrow' ? narrowed(broken, context, acting) : REVOKE;
    case 'standing':
      if (!opens(acting)) return thatStood(remedy, broken.list);
      if (remedy === 'narrow') return narrowed(broken, context, acting);
      return remedy === 'restore' && broken.list ? listRestored(broken.list) : REVOKE;
    case 'modified':
      if (remedy === 'narrow') return narrowed(broken, context, acting);
      return remedy === 'restore' ? restored(broken, context, acting, policies) : revokedIfOpen(acting);
    case 'removed':
      return remedy === 'restore' ? putBack(broken, context, policies) : { kind: 'tell' };
    default:
      return broken.how satisfies never;
  }
}

const REVOKE: Choice = { kind: 'repair', repair: { kind: 'revoke' } };
const revokeInstead = (instead: string): Choice => ({ ...REVOKE, instead }) as Choice;

/** A change that only breaks a freeze opens nothing that is forbidden: removing the rule could break what was right. */
const opens = (policies: readonly Policy[]): boolean =>
  policies.some(({ ban }) => ban.kind === 'deny' || ban.kind === 'only');

const STOOD = 'the policy would have the rule removed, but it was there before this change';

/** Of a rule that stood in a frozen group only the prefix list can be brought back. */
function thatStood(remedy: Policy['remedy'], list: Broken['list']): Choice {
  if (!list || remedy !== 'restore') return { kind: 'hold', reason: STOOD };
  if ('problem' in list) return { kind: 'hold', reason: list.problem };
  return { kind: 'repair', repair: { kind: 'restore-list', list: list.id, version: list.version } };
}

const revokedIfOpen = (acting: readonly Policy[]): Choice => (opens(acting) ? REVOKE : { kind: 'hold', reason: STOOD });

function restored(
  { rule, was, broughtBy }: Broken,
  context: Context,
  acting: readonly Policy[],
  policies: readonly Policy[],
): Choice {
  const orRevoke = opens(acting);
  const without = (reason: string): Choice => (orRevoke ? revokeInstead(reason) : { kind: 'hold', reason });
  if (!was) return without('nothing is remembered of what the rule was before');
  const against = whatForbids({ ...was, ...(rule.id && { id: rule.id }) }, broughtBy, context, policies);
  if (against !== undefined) return without(`what the rule was before ${against}`);
  return { kind: 'repair', repair: { kind: 'restore', to: was, orRevoke } };
}

/**
 * What one policy wants back another may forbid. And a record is a hint: whoever forges one must not have the responder
 * open what it is there to close.
 */
function putBack({ rule, broughtBy }: Broken, context: Context, policies: readonly Policy[]): Choice {
  const against = whatForbids(rule, broughtBy, context, policies);
  return against === undefined
    ? { kind: 'repair', repair: { kind: 'put-back' } }
    : { kind: 'hold', reason: `put back, it ${against}` };
}

/** Why a rule must not be brought back: an enforced policy forbids what it lets in, or may do so. */
export function whatForbids(
  rule: Rule,
  by: Actor | undefined,
  { actor: _, ...context }: Context,
  policies: readonly Policy[],
): string | undefined {
  const enforced = policies.filter(({ mode }) => mode === 'enforce');
  const [again] = judge([rule], { ...context, ...(by && { actor: by }) }, enforced, 'standing');
  if (!again || again.verdict.kind === 'compliant' || again.verdict.kind === 'exempt') return undefined;
  if (again.verdict.kind === 'violation') return `breaks policy ${again.verdict.findings[0].policy}`;
  return `may break policy ${again.verdict.doubts[0].policy}: ${again.verdict.doubts[0].reason}`;
}

/**
 * What is in doubt stays, as it stood: a repair takes away what certainly offends, and nothing that may be right. The verdict
 * says of it that it could not be judged, so nobody is told that it is within policy.
 */
function narrowed({ rule, how }: Broken, context: Context, acting: readonly Policy[]): Choice {
  const offending = acting.map((policy) => offendingTraffic(policy, rule, context, how)).reduce<Traffic>(union, []);
  const rest = settle(difference(trafficOf(rule, context.lists), offending), rule.source, context.lists).shown;
  if (rest.length === 0) return REVOKE;
  const most = Math.min(...acting.filter(({ remedy }) => remedy === 'narrow').map(({ pieces }) => pieces ?? PIECES));
  const account = rule.source.kind === 'group' ? rule.source.account : undefined;
  const contents = rulesFromTraffic(rest, most, account);
  if (!contents) return revokeInstead(`the rest of it would take more than ${most} rules`);
  const { description, tags } = rule;
  const remainder = contents.map(
    (content): Rule => ({ ...content, ...(description !== undefined && { description }), ...(tags && { tags }) }),
  );
  return { kind: 'repair', repair: { kind: 'narrow', remainder } };
}

function listRestored(list: NonNullable<Broken['list']>): Choice {
  if ('problem' in list) return revokeInstead(list.problem);
  return { kind: 'repair', repair: { kind: 'restore-list', list: list.id, version: list.version } };
}
