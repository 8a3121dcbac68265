import type { Effect } from './change.ts';
import type { RuleId } from './ids.ts';
import { locate } from './locate.ts';
import type { Memory } from './memory.ts';
import { type Rule, sameContent } from './rule.ts';
import type { Subject } from './subject.ts';
import { sweptSubjects } from './swept-subjects.ts';
import type { How } from './verdict.ts';

/** The rules that a change is about; `unknown` says which of them can't be judged, and why. */
export type Subjects = { readonly subjects: readonly Subject[]; readonly unknown?: string };

/** A group as it stands: its ingress rules, and the ids of its egress rules. */
export type Standing = { readonly standing: readonly Rule[]; readonly egress: readonly RuleId[] };

/**
 * Finds the rules that a change is about. Rules that a change of tags or of a prefix list gives another meaning are
 * `standing`; those of a new group too, for it has none that was there before.
 */
export function subjectsOf(effect: Effect, { standing, egress }: Standing, memory: Memory | undefined): Subjects {
  const remembered = (id: RuleId | undefined): Rule | undefined =>
    memory?.accepted.find(({ rule }) => id !== undefined && rule.id === id)?.rule;
  const standingAll = (rules: readonly Rule[]): Subjects => ({
    subjects: rules.flatMap((rule) =>
      rule.id ? [{ rule, how: 'standing', located: { kind: 'standing', id: rule.id, rule } }] : [],
    ),
  });
  switch (effect.kind) {
    case 'added':
      return { subjects: effect.rules.map((rule) => found(rule, 'added', standing)) };
    case 'modified': {
      const ingress = effect.rules.filter(({ id }) => !egress.includes(id));
      const subjects = ingress.flatMap(({ id, to }): Subject[] => {
        const was = remembered(id);
        const live = standing.find((rule) => rule.id === id);
        const rule = to ? { ...to, id } : (live ?? was);
        if (!rule) return [];
        // A new description lets nothing else in; yet what is remembered may have been read after this very change.
        if (was && live && sameContent(live, was) && sameContent(rule, was))
          return [{ rule: live, how: 'standing', located: { kind: 'standing', id, rule: live } }];
        return [{ ...found(rule, 'modified', standing), ...(was && { was }) }];
      });
      const lost = ingress.filter(({ id, to }) => !to && !remembered(id) && !standing.some((rule) => rule.id === id));
      const ids = lost.map(({ id }) => id).join(', ');
      return { subjects, ...(lost.length > 0 && { unknown: `${ids} is gone, and what it let in is not known` }) };
    }
    case 'removed': {
      // What is remembered wins: the record has no tags, and may show what somebody made of the rule before taking it away.
      const recalled = (rule: Rule) =>
        remembered(rule.id) ??
        memory?.accepted.find((entry) => rule.id === undefined && sameContent(entry.rule, rule))?.rule;
      const lost = effect.ids.filter((id) => !remembered(id));
      const named = effect.ids.flatMap((id) => remembered(id) ?? []).map((rule) => missing(rule, standing));
      const shown = effect.rules.map((rule) => {
        const known = recalled(rule);
        if (known) return missing({ ...known, ...(rule.id && { id: rule.id }) }, standing);
        if (memory) return missing(rule, standing, 'the rule was never accepted in this group');
        return missing(
          rule,
          standing,
          rule.id ? undefined : 'the record does not show that there was such a rule, and none is remembered',
        );
      });
      return {
        subjects: [...named, ...shown],
        ...(lost.length > 0 && { unknown: `${lost.join(', ')} was taken away, and what it let in is not known` }),
      };
    }
    case 'created':
    case 'retagged':
    case 'untagged':
      return standingAll(standing);
    case 'list-changed':
      return standingAll(standing.filter(({ source }) => source.kind === 'list' && source.id === effect.list));
    case 'swept':
      return { subjects: sweptSubjects(standing, memory) };
    case 'watched':
    case 'unclear':
      return { subjects: [] };
    default:
      return effect satisfies never;
  }
}

function found(rule: Rule, how: How, standing: readonly Rule[]): Subject {
  const located = locate(rule, standing);
  return { rule: located.kind === 'standing' ? located.rule : rule, how, located };
}

/**
 * A rule that was taken away: `standing` would mean that somebody put it back. A default VPC answers a revoke of a rule that
 * never was as it answers any other, so a rule that only the request speaks of is not certain.
 */
function missing(rule: Rule, standing: readonly Rule[], doubt?: string): Subject {
  const again = standing.find((other) => sameContent(other, rule));
  if (again?.id) return { rule, how: 'removed', located: { kind: 'standing', id: again.id, rule: again } };
  return {
    rule,
    how: 'removed',
    located: doubt === undefined ? { kind: 'gone' } : { kind: 'uncertain', reason: doubt },
  };
}
