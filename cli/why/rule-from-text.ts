import type { Rule } from '../../functions/core/rule.ts';
import { sourceFromWords } from './source-from-words.ts';
import { trafficFromWords } from './traffic-from-words.ts';
import { type Unreadable, unreadable, type Word } from './unreadable.ts';

/** A rule, or what is wrong with its text and where; columns count from 1. */
export type RuleReading =
  | { readonly rule: Rule }
  | { readonly problem: string; readonly column: number; readonly length: number };

/** Longer texts are no rule, and would only fill the terminal. */
const LONGEST = 500;

/**
 * Reads a rule as `ruleText` writes it, whatever its case and spaces: `tcp 0-1024 from 0.0.0.0/0`, `all traffic from
 * sg-...`, `icmp type 8 code any from ...`, `protocol 50 from pl-...`. Host bits are dropped, as EC2 does.
 */
export function ruleFromText(text: string): RuleReading {
  if (text.length > LONGEST) {
    return { problem: `A rule of ${text.length} characters is given; at most ${LONGEST} can be`, column: 1, length: 1 };
  }
  const words = [...text.matchAll(/\S+/g)].map(
    (match): Word => ({ text: match[0].toLowerCase(), at: match.index, length: match[0].length }),
  );
  const from = words.findIndex((word) => word.text === 'from');
  const traffic = trafficFromWords(from < 0 ? words : words.slice(0, from), words[from]);
  if ('problem' in traffic) return placed(traffic, text);
  if (from < 0) return placed(unreadable(undefined, 'The source is missing, such as from 0.0.0.0/0'), text);
  const source = sourceFromWords(words.slice(from + 1), text);
  return 'problem' in source ? placed(source, text) : { rule: { ...traffic, source } };
}

function placed({ problem, word }: Unreadable, text: string): RuleReading {
  const end = text.trimEnd().length;
  return { problem, column: (word?.at ?? end) + 1, length: word?.length ?? 1 };
}
