import type { Actor } from './actor.ts';
import type { Context } from './context.ts';
import { offendingTraffic } from './judge/offending-part.ts';
import type { Policy } from './policy.ts';
import { PIECES, type Repair, whatForbids } from './repair.ts';
import type { Intent, ReportedRule } from './report.ts';
import { type Rule, sameContent } from './rule.ts';
import { settle } from './traffic/rule-traffic.ts';
import { rulesFromTraffic } from './traffic/rules-from-traffic.ts';
import { type Traffic, union } from './traffic/traffic.ts';
import { type Finding, judge } from './verdict.ts';

/**
 * The rules of a draft, with their repairs seen to before the act where they would take away what a policy requires: all
 * of them together, since each of two rules may let it in.
 *
 * Where the policy is enforced and would put it back, the rule is narrowed to that part instead of removed, so that the
 * hole is closed and nothing that must stay is cut for a moment. Where that part is forbidden too, the policies contradict
 * each other: the rule is held, both are named, and a person decides. Where the policy only tells, the rule goes, and the
 * report says what goes with it. A freeze that takes back what was added, and a rule that gets back what it had, bring the
 * group to what it was; that is not judged here.
 */
export function spareRequired(
  rules: readonly ReportedRule[],
  context: Context,
  policies: readonly Policy[],
): ReportedRule[] {
  const requiring = policies.filter(({ ban, mode }) => ban.kind === 'require' && mode !== 'off');
  const frozen = new Set(policies.flatMap(({ id, ban }) => (ban.kind === 'freeze' ? [id] : [])));
  const leaving = new Set(rules.filter((each) => isLeaving(each, frozen)));
  if (requiring.length === 0 || leaving.size === 0 || !context.standing) return [...rules];
  const gone = new Set([...leaving].map(({ rule }) => rule.id));
  let left: readonly Rule[] = [
    ...context.standing.filter(({ id }) => id === undefined || !gone.has(id)),
    ...[...leaving].flatMap(({ intent }) => remainderOf(intent)),
  ];
  return rules.map((each) => {
    if (!leaving.has(each)) return each;
    // Whoever may take the rule away under an exemption, it is not he who does.
    const after = { ...context, actor: RESPONDER, standing: left };
    const [judged] = judge([each.rule], after, requiring, 'removed');
    const cut = judged?.verdict.kind === 'violation' ? judged.verdict.findings : [];
    if (cut.length === 0) return each;
    const spared = sparing(each, cut, after, policies);
    left = [...left, ...remainderOf(spared.intent)];
    return spared;
  });
}

/** Nobody that a condition on actors could name. */
const RESPONDER: Actor = { kind: 'unknown', name: 'portcullis' };

function isLeaving({ intent, outcome, verdict }: ReportedRule, frozen: ReadonlySet<string>): boolean {
  if (outcome !== undefined || (intent.kind !== 'act' && intent.kind !== 'would')) return false;
  const opens = verdict.kind === 'violation' && verdict.findings.some(({ policy }) => !frozen.has(policy));
  return opens && (intent.repair.kind === 'revoke' || intent.repair.kind === 'narrow');
}

const remainderOf = (intent: Intent): readonly Rule[] =>
  (intent.kind === 'act' || intent.kind === 'would') && intent.repair.kind === 'narrow' ? intent.repair.remainder : [];

function sparing(
  reported: ReportedRule,
  cut: readonly Finding[],
  after: Context & { readonly standing: readonly Rule[] },
  policies: readonly Policy[],
): ReportedRule {
  const { rule, intent } = reported;
  const restoring = cut.filter(({ mode, remedy }) => mode === 'enforce' && remedy === 'restore');
  const names = (some: readonly Finding[]) => [...new Set(some.map(({ policy }) => policy))].join(' and ');
  if (restoring.length === 0)
    return telling(reported, `policy ${names(cut)} requires some of it, and only tells of it`);
  const required = policies
    .filter(({ id }) => restoring.some(({ policy }) => policy === id))
    .map((policy) => offendingTraffic(policy, rule, after, 'removed'))
    .reduce<Traffic>(union, []);
  const account = rule.source.kind === 'group' ? rule.source.account : undefined;
  const contents = rulesFromTraffic(settle(required, rule.source, after.lists).shown, PIECES, account);
  if (!contents)
    return telling(reported, `what policy ${names(restoring)} requires of it would take more than ${PIECES} rules`);
  const { description, tags } = rule;
  const pieces = contents
    .map((content): Rule => ({ ...content, ...(description !== undefined && { description }), ...(tags && { tags }) }))
    .filter((piece) => !after.standing.some((other) => sameContent(other, piece)));
  const against = pieces.map((piece) => whatForbids(piece, after.actor, after, policies)).find((each) => each);
  if (against !== undefined) {
    const reason = `policy ${names(restoring)} requires some of it, and that part alone ${against}: the policies contradict each other, so a person has to decide`;
    return intent.kind === 'act' ? { ...reported, outcome: { kind: 'held', reason } } : reported;
  }
  return { ...reported, intent: narrowedTo([...remainderOf(intent), ...pieces], intent) };
}

function narrowedTo(remainder: readonly Rule[], intent: Intent): Intent {
  const repair: Repair = { kind: 'narrow', remainder };
  return intent.kind === 'act' || intent.kind === 'would' ? { kind: intent.kind, repair } : intent;
}

/** The rule goes all the same, and its report says why that is not all good. */
const telling = (reported: ReportedRule, instead: string): ReportedRule =>
  reported.intent.kind === 'act' ? { ...reported, intent: { ...reported.intent, instead } } : reported;
