import type { Memory } from './memory.ts';
import { type Rule, sameContent } from './rule.ts';
import type { Subject } from './subject.ts';

/**
 * The rules that a sweep is about: every one that stands, and what memory says has gone. A sweep sees no call, so what is
 * remembered is all that tells a change: another content under the same id is `modified`, an id that memory does not know
 * is `added`, a remembered rule that is gone is `removed`. A rule of which only the id is new was taken away and put
 * back as it was: nothing changed. Without memory all merely stand.
 */
export function sweptSubjects(standing: readonly Rule[], memory: Memory | undefined): readonly Subject[] {
  const remembered = memory?.accepted.map(({ rule }) => rule) ?? [];
  const ids = new Set(standing.map(({ id }) => id));
  const gone = remembered.filter(({ id }) => !ids.has(id));
  const live = standing.flatMap((rule): Subject[] => {
    if (!rule.id) return [];
    const located = { kind: 'standing', id: rule.id, rule } as const;
    const was = remembered.find(({ id }) => id === rule.id);
    if (was)
      return [sameContent(was, rule) ? { rule, how: 'standing', located } : { rule, how: 'modified', located, was }];
    const known = !memory || gone.some((other) => sameContent(other, rule));
    return [{ rule, how: known ? 'standing' : 'added', located }];
  });
  const missing = gone.filter((rule) => !standing.some((other) => sameContent(other, rule)));
  return [...live, ...missing.map((rule): Subject => ({ rule, how: 'removed', located: { kind: 'gone' } }))];
}
