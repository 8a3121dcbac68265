import type { Context } from '../functions/core/context.ts';

/** A context as it is after a new read of its group: what was worked out for the rules that were read before does not count. */
export const fresh = (context: Context): Context =>
  context.standing ? { ...context, standing: [...context.standing] } : context;
