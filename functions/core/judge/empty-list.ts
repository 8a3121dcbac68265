import type { Context } from '../context.ts';
import type { GroupId } from '../ids.ts';
import type { SourceWord } from '../policy.ts';
import type { Rule } from '../rule.ts';
import { trafficOf } from '../traffic/rule-traffic.ts';
import { type Candidate, type Excused, exempted } from './exempted.ts';

/**
 * What exemptions make of a rule that lets nothing in, since its prefix list is empty: the list may be filled. So it is
 * taken for a source of its own, of which only those words name all that it may come to hold that name every address or
 * the list itself. Undefined for any other rule.
 */
export function exemptedEmpty(rule: Rule, context: Context, candidates: readonly Candidate[]): Excused | undefined {
  if (rule.source.kind !== 'list' || trafficOf(rule, context.lists).length > 0) return undefined;
  const { id } = rule.source;
  const own: SourceWord = { kind: 'group', id: id as string as GroupId };
  const wordFor = (word: SourceWord): SourceWord[] => {
    if (word.kind === 'any' || word.kind === 'anywhere') return [{ kind: 'any' }];
    return word.kind === 'list' && word.id === id ? [own] : [];
  };
  const asSource: Rule = { ...rule, source: { kind: 'group', id: own.id } };
  const naming = candidates.map((candidate): Candidate => {
    const traffic = candidate.exemption.traffic.map((each) => ({ ...each, sources: each.sources.flatMap(wordFor) }));
    return { ...candidate, exemption: { ...candidate.exemption, traffic } };
  });
  return exempted({ offending: trafficOf(asSource, context.lists), perhaps: [] }, asSource, context, naming);
}
