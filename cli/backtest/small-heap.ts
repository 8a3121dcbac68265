import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a run needs at the most, in bytes; beyond that it is waste that waits to be collected. */
const ENOUGH = 80 * 1024 * 1024;

/**
 * Collects what is not needed any more once it is much: left alone, the engine lets it grow to a part of the machine's
 * memory before it looks, and a backtest shall fit beside others. Called often; it costs little while there is little.
 */
export function createHeapKeeper(): () => void {
  // The part for what is new would take a hundred megabytes, however short its life.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--max-semi-space-size=4');
  let collect: (() => void) | undefined;
  let enough = ENOUGH;
  return () => {
    if (getHeapStatistics().used_heap_size < enough) return;
    if (!collect) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
    }
    collect();
    // Where all of it is needed, looking again at once would be for nothing.
    enough = Math.max(ENOUGH, getHeapStatistics().used_heap_size + ENOUGH / 2);
  };
}
