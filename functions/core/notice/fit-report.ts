import { OUTCOME_WORDS, ruleWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';

/** What was left out of a report so that it fits a message; the ledger has all of it. */
export type Omitted = {
  /** How many of `rules`, the least grave ones. */
  readonly rules: number;
  /** How many of `stayed`. */
  readonly stayed: number;
  /** Whether tags were left out, texts over 500 characters cut, and lists shortened to 20. */
  readonly texts: boolean;
};

/** A report as it is sent: whole, or with `omitted`. */
export type SentReport = Report & { readonly omitted?: Omitted };

/** A report that fits, and its JSON. */
export type FittingReport = { readonly report: SentReport; readonly json: string };

/**
 * The most characters of JSON, counted as they are once the JSON is itself quoted in a message; they are ASCII, so bytes
 * too. SNS and EventBridge take 256 KB, and SNS carries the mail beside it.
 */
const MOST = 200_000;
const LONGEST_TEXT = 500;
const LONGEST_LIST = 20;

/**
 * A report that fits a message, and its JSON in ASCII. What is too much goes in this order, so that equal reports give
 * equal messages: `stayed`; the least grave rules; and, where not even one rule fits, tags and the ends of long texts.
 */
export function fitReport(report: Report): FittingReport {
  const whole = { report, json: asciiJson(report) };
  if (quotedLength(whole.json) <= MOST) return whole;
  const { stayed, ...rest } = report;
  const left = stayed?.length ?? 0;
  const fewer = withRulesThatFit(rest, left, false);
  const enough = fewer.report.rules.length > 0 || report.rules.length === 0;
  return enough && quotedLength(fewer.json) <= MOST ? fewer : withRulesThatFit(cut(rest), left, true);
}

/** As many rules as fit, the gravest first. */
function withRulesThatFit(report: Report, stayed: number, texts: boolean): FittingReport {
  const all = report.rules.length;
  let room = MOST - quotedLength(asciiJson({ ...report, rules: [], omitted: { rules: all, stayed, texts } }));
  const kept = new Set<ReportedRule>();
  for (const rule of [...report.rules].sort((a, b) => gravity(a) - gravity(b))) {
    room -= quotedLength(asciiJson(rule));
    if (room < 0) break;
    kept.add(rule);
  }
  const rules = report.rules.filter((rule) => kept.has(rule));
  const sent: SentReport = { ...report, rules, omitted: { rules: all - rules.length, stayed, texts } };
  return { report: sent, json: asciiJson(sent) };
}

const gravity = (rule: ReportedRule): number => OUTCOME_WORDS.indexOf(ruleWord(rule));

const cut = ({ rules, ...report }: Report): Report => ({ ...shortened(report), rules: rules.map(shortened) });

/** The same value without tags, and with shorter texts and lists; what no text or list is keeps its type and its value. */
function shortened<Value>(value: Value): Value {
  const shorter = (each: unknown): unknown => {
    if (typeof each === 'string') return each.length > LONGEST_TEXT ? `${each.slice(0, LONGEST_TEXT - 3)}...` : each;
    if (Array.isArray(each)) return each.slice(0, LONGEST_LIST).map(shorter);
    if (typeof each !== 'object' || each === null) return each;
    const entries = Object.entries(each).filter(([key]) => key !== 'tags');
    return Object.fromEntries(entries.map(([key, inner]) => [key, shorter(inner)]));
  };
  return shorter(value) as Value;
}

/** JSON in ASCII, so that characters are bytes, and no terminal or log is steered by it; lone surrogates become U+FFFD. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value, (_, each) => (typeof each === 'string' ? each.toWellFormed() : each)).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const quotedLength = (json: string): number => JSON.stringify(json).length;
