import type { Context } from '../functions/core/context.ts';
import type { Policy } from '../functions/core/policy.ts';
import type { Rule } from '../functions/core/rule.ts';

/** One rule to judge, and by what. */
export type Workload = {
  readonly name: string;
  /** The most that the cost may grow, as a part of how much the workload grows: 1 is linear. Absent: for information. */
  readonly goal?: number;
  readonly make: (count: number) => {
    readonly rule: Rule;
    readonly context: Context;
    readonly policies: readonly Policy[];
  };
};
