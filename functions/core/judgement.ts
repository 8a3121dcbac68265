import type { Change } from './change.ts';
import type { Context } from './context.ts';
import type { Memory } from './memory.ts';
import type { Broken } from './repair.ts';
import type { Standing } from './subjects.ts';

/** All that a change is judged by. */
export type Judgement = {
  readonly change: Change;
  readonly live: Standing;
  readonly context: Context;
  readonly memory?: Memory;
  /** The prefix list that the change is about. */
  readonly list?: Broken['list'];
};
