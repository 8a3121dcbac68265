import type { SweepBook, SweepState } from '../../functions/sweep/ports.ts';

/** A state of the sweep in memory, with the semantics of the one in DynamoDB: only a higher version is written. */
export function inMemorySweepBook(): SweepBook {
  let kept: { readonly version: number; readonly state: string } | undefined;
  return {
    read: async () => kept && (JSON.parse(kept.state) as SweepState),
    save: async (state) => {
      if (kept && kept.version >= state.version) return false;
      kept = { version: state.version, state: JSON.stringify(state) };
      return true;
    },
  };
}
