import type { Skipped } from '../../functions/backtest/scan-log.ts';
import { recordText } from '../../functions/core/notice/escape.ts';
import { counted, type Io } from '../command.ts';

/** How many skipped files and records are named. */
const NAMED = 50;

/** Names what is skipped, the first of it; `end` says how much it was and gives whether it was any. */
export function tellSkipped(io: Io): { tell: (skipped: Skipped) => void; end: () => boolean } {
  let count = 0;
  return {
    tell: ({ place, reason }) => {
      if (++count <= NAMED) io.err(`Skipped: ${recordText(place, 300)}: ${recordText(reason, 300)}`);
    },
    end: () => {
      const more = count > NAMED ? `, the first ${NAMED} of them named above` : '';
      if (count > 0) io.err(`${counted(count, 'file or part of one', 'files or parts of them')} skipped${more}`);
      return count > 0;
    },
  };
}
