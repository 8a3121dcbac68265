import { type Conduct, culpritOf, isKnown, recentRepairs, standingHold } from './conduct.ts';
import type { Guardrails } from './guardrails.ts';
import { coverage } from './judge/scope.ts';
import { minutesAfter } from './minutes-after.ts';
import type { Guard, Report, ReportedRule } from './report.ts';

/**
 * A report with those rules held that the guardrails keep the responder from repairing: all in a protected group, and
 * those that were repaired too often. Their intent stays `act`, so that it shows what would have been done. `conduct` is
 * what is kept of the group. The hour's limit is another matter: see `holdAtLimit`.
 */
export function holdBack(report: Report, guardrails: Guardrails, conduct: Conduct | undefined): Report {
  const protection = protectionOf(report, guardrails);
  return heldWhere(report, (rule) =>
    protection === undefined
      ? breakerOn(rule, report, guardrails, conduct)
      : { reason: protection, guard: { kind: 'protected' } },
  );
}

/** A report with all that was to be done held, since the repairs of its hour are used up. */
export function holdAtLimit(report: Report, { repairsAnHour }: Guardrails): Report {
  const from = `${hourOf(report)}:00:00Z`;
  const until = minutesAfter(from, 60);
  const counted = `${repairsAnHour} ${repairsAnHour === 1 ? 'repair was' : 'repairs were'} made`;
  const reason = `${counted} in this account and region since ${clock(from, report)}, and the limit is ${repairsAnHour} an hour: Portcullis holds until ${clock(until, report)}, and a person must look; ${AFTER}`;
  return heldWhere(report, () => ({ reason, guard: { kind: 'limit', until } }));
}

/** The hour of the clock that a report's repair counts in, in UTC: `2026-11-23T12`. */
export const hourOf = ({ judgedAt }: Report): string => judgedAt.slice(0, 13);

const AFTER = 'what stands then is judged again at its next change or sweep';

type Held = { readonly reason: string; readonly guard: Guard };

function heldWhere(report: Report, holdOn: (rule: ReportedRule) => Held | undefined): Report {
  const rules = report.rules.map((rule): ReportedRule => {
    if (rule.intent.kind !== 'act' || rule.outcome !== undefined) return rule;
    const held = holdOn(rule);
    return held ? { ...rule, outcome: { kind: 'held', ...held } } : rule;
  });
  return { ...report, rules };
}

/** Why a group is protected, or may be: what is not known is not touched. */
function protectionOf({ account, region, group }: Report, guardrails: Guardrails): string | undefined {
  const { groups, tags } = guardrails.protected;
  const place = { account, region, group };
  const named = groups.map((pattern) => ({ by: pattern, covered: coverage({ groups: [pattern] }, place) }));
  const tagged = Object.entries(tags).map(([key, values]) => ({
    by: `tag ${key}`,
    covered: coverage({ tags: { [key]: values } }, place),
  }));
  const all = [...named, ...tagged];
  const certain = all.find(({ covered }) => covered.kind === 'covered');
  if (certain) return `the group is protected by guardrails.yaml (${certain.by}): Portcullis never touches it`;
  const open = all.flatMap(({ covered }) => (covered.kind === 'unknown' ? [covered.missing] : []))[0];
  return open && `${open} would have to be known to tell whether guardrails.yaml protects the group`;
}

function breakerOn(
  rule: ReportedRule,
  report: Report,
  { breaker }: Guardrails,
  conduct: Conduct | undefined,
): Held | undefined {
  const recent = recentRepairs(conduct, rule, report, breaker);
  const standing = standingHold(conduct, rule, report, 'breaker');
  if (!standing && recent.length < breaker.repairs) return undefined;
  const until = standing?.until ?? minutesAfter(report.judgedAt, breaker.within);
  const culprits = [...recent.map(({ by }) => by), culpritOf(report.actor)];
  const known = culprits.filter(isKnown);
  const names = [...new Set((known.length > 0 ? known : culprits).map(({ name }) => name))];
  const who = names.length <= 2 ? names.join(' and ') : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
  const missing = rule.how === 'removed';
  const keep = `${names.length === 1 ? 'keeps' : 'keep'} ${missing ? 'taking it away' : 'putting it back'}: change it there`;
  const end = `until somebody else ${missing ? 'puts it back' : 'takes it away'}`;
  const repaired = standing
    ? 'held already'
    : `${missing ? 'put back' : 'repaired'} ${times(recent.length)} within ${breaker.within} minutes, the limit is ${breaker.repairs}`;
  const reason = `${repaired}; ${who} ${keep}; held until ${clock(until, report)} or ${end}; ${AFTER}`;
  return { reason, guard: { kind: 'breaker', until } };
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);

/** The time of an instant, `12:40 UTC`, with its day where that is not the report's own. */
const clock = (instant: string, { judgedAt }: Report): string => {
  const day = instant.slice(0, 10);
  return `${day === judgedAt.slice(0, 10) ? '' : `${day} `}${instant.slice(11, 16)} UTC`;
};
