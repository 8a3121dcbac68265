import { matchesGlob } from '../../core/judge/glob.ts';

/** Whether every text that matches `inner` surely matches `outer`; may miss it where `?` stands beside `*`. */
export const globCovers = (outer: string, inner: string): boolean =>
  // The inner pattern is read as a text: what its star stands for, only a star of the outer one can hold.
  matchesGlob(outer, inner, (character) => character !== '*');
