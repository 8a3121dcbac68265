import { broughtBy } from './brought.ts';
import type { Context } from './context.ts';
import type { Memory } from './memory.ts';
import { placedRules } from './placed-rules.ts';
import type { Policy } from './policy.ts';
import type { Outcome, Report, ReportedRule } from './report.ts';
import { type Rule, ruleText, sameContent } from './rule.ts';
import { changedOutcome, standsAgain } from './settled-outcome.ts';
import { judge } from './verdict.ts';

/** How many rules `alsoOpen` names. */
const NAMED = 20;

/**
 * A report after the last reading of its group (`seen`), judged once more: a rule that is gone, but of which the same
 * content stands under another id, is not called closed; one that was changed meanwhile is judged as it reads now; and what
 * else of the group breaks the same policies is named.
 */
export function lookAgain(
  report: Report,
  seen: Context,
  policies: readonly Policy[],
  at: string,
  memory?: Memory,
): Report {
  const context = { ...seen, at };
  const standing = context.standing ?? [];
  const rules = report.rules.map((each): ReportedRule => {
    const outcome = each.outcome && outcomeNow(each, each.outcome, context, policies, at);
    return outcome ? { ...each, outcome } : each;
  });
  const ids = new Set(rules.map(({ rule }) => rule.id));
  const [placed, before] = [placedRules(report), new Set(report.stayed)];
  const isPlaced = (rule: Rule) => placed.some((own) => sameContent(own, rule)) && !before.has(ruleText(rule));
  const others = standing.filter((rule) => !ids.has(rule.id) && !isPlaced(rule));
  const again = new Set(rules.flatMap(({ outcome }) => (outcome?.kind === 'stands-again' ? [outcome.rule] : [])));
  const rest = others.filter(({ id }) => id === undefined || !again.has(id));
  const broken = brokenBy(rules, policies);
  const open = rest.flatMap((rule) => {
    const actor = broughtBy(memory, rule);
    return judge([rule], { ...context, ...(actor && { actor }) }, broken, 'standing').filter(
      ({ verdict }) => verdict.kind === 'violation',
    );
  });
  const { exposure, ...known } = report;
  // A hole that stands open again has no end to measure to.
  const ended = again.size === 0 && exposure !== undefined;
  return {
    ...known,
    rules,
    stayed: others.map(ruleText),
    ...(open.length > 0 && { alsoOpen: open.slice(0, NAMED).map(({ rule }) => ruleText(rule)) }),
    ...(ended && { exposure }),
  };
}

function outcomeNow(
  { rule, how, intent }: ReportedRule,
  outcome: Outcome,
  context: Context,
  policies: readonly Policy[],
  at: string,
): Outcome {
  if (how === 'removed') return outcome;
  switch (outcome.kind) {
    case 'done': {
      const kept = intent.kind === 'act' && ['restore', 'restore-list'].includes(intent.repair.kind);
      const again = kept && outcome.instead === undefined ? undefined : standsAgain(rule, context.standing ?? [], at);
      if (again?.kind !== 'stands-again') return outcome;
      return { ...again, ...(!outcome.resumed && { removed: true }) };
    }
    case 'already-gone':
      return standsAgain(rule, context.standing ?? [], at) ?? outcome;
    case 'changed': {
      const now = context.standing?.find(({ id }) => id !== undefined && id === rule.id);
      return now ? changedOutcome(now, context, policies, at) : outcome;
    }
    case 'stands-again':
    case 'held':
    case 'failed':
      return outcome;
    default:
      return outcome satisfies never;
  }
}

/** The policies on what may stand that rules of a report broke. */
function brokenBy(rules: readonly ReportedRule[], policies: readonly Policy[]): readonly Policy[] {
  const ids = new Set(
    rules.flatMap(({ how, verdict }) =>
      how !== 'removed' && verdict.kind === 'violation' ? verdict.findings.map(({ policy }) => policy) : [],
    ),
  );
  return policies.filter(({ id, ban }) => ids.has(id) && (ban.kind === 'deny' || ban.kind === 'only'));
}
