import type { Located } from './locate.ts';
import type { Rule } from './rule.ts';
import type { How } from './verdict.ts';

/** One rule that a change is about, where it is now, and what it was before. */
export type Subject = { readonly rule: Rule; readonly how: How; readonly located: Located; readonly was?: Rule };
