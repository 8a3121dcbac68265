import type { Report } from './report.ts';
import type { Rule } from './rule.ts';

/** The rules that the repairs of a report add to its group, without the ids that they come to have. */
export const placedRules = ({ rules }: Report): readonly Rule[] =>
  rules.flatMap(({ rule, intent }) => {
    if (intent.kind !== 'act') return [];
    return intent.repair.kind === 'narrow' ? intent.repair.remainder : intent.repair.kind === 'put-back' ? [rule] : [];
  });
