import { createKnownWorld } from '../functions/backtest/known-world.ts';
import type { Skipped } from '../functions/backtest/scan-log.ts';
import { recordText } from '../functions/core/notice/escape.ts';
import type { Policy } from '../functions/core/policy.ts';
import { changeLine } from './backtest/change-line.ts';
import { plantContext } from './backtest/context/plant-context.ts';
import { readContext } from './backtest/context/read-context.ts';
import { jsonLine } from './backtest/json-line.ts';
import { logFiles } from './backtest/log-files.ts';
import { createProgress } from './backtest/progress.ts';
import { readLogs, workersFor } from './backtest/read-logs.ts';
import { runBacktest } from './backtest/run-backtest.ts';
import { summaryText } from './backtest/summary.ts';
import { createTally } from './backtest/tally.ts';
import { type Command, counted, type Exit, type Io } from './command.ts';
import { policiesOf } from './policies-dir.ts';
import { readArguments } from './read-arguments.ts';

const USAGE = 'Usage: portcullis backtest [--policies DIR] [--context FILE] [--json] PATH...';

const OPTIONS = {
  policies: 'string',
  context: 'strings',
  json: 'boolean',
  workers: 'string',
  'allow-skipped': 'boolean',
} as const;

/** How many skipped files and records are named. */
const NAMED = 50;

/** `portcullis backtest`: past records through the policies, touching nothing. */
export const backtest: Command = {
  name: 'backtest',
  summary: 'judge the changes in CloudTrail files, touching nothing',
  help: USAGE,
  run: async (args, io) => {
    const wrong = (text: string): Exit => {
      io.err(`${text}\n${USAGE}`);
      return 2;
    };
    const read = readArguments(args, OPTIONS);
    if ('problem' in read) return wrong(read.problem);
    if (read.positionals.length === 0) return wrong('At least one file or folder is needed');
    const workers = read.values.get('workers');
    if (workers !== undefined && !/^\d{1,2}$/.test(workers))
      return wrong(`--workers takes a number from 0 to 99; ${JSON.stringify(workers)} is given`);
    const policies = validPolicies(read.values.get('policies'), io);
    if (!policies) return 2;

    const contexts = readContext(read.lists.get('context') ?? []);
    if ('problems' in contexts) {
      io.err([...contexts.problems, counted(contexts.problems.length, 'problem')].join('\n'));
      return 2;
    }
    const world = createKnownWorld();
    plantContext(world, contexts);

    const { files, skipped: missing } = logFiles(read.positionals);
    const tally = createTally();
    const json = read.flags.has('json');
    const skips = tellSkipped(io);
    for (const each of missing) skips.tell(each);
    const progress = createProgress(
      files.reduce((sum, { size }) => sum + size, 0),
      process.stderr,
    );
    const counts = await runBacktest({
      batches: readLogs(files, workers === undefined ? workersFor(files) : Number(workers)),
      world,
      policySets: [policies],
      judged: ([change]) => {
        if (!change) return;
        tally.add(change);
        if (json) io.out(jsonLine(change));
        else if (change.verdict !== 'compliant') io.out(changeLine(change));
      },
      skipped: skips.tell,
      progress: progress.add,
    });
    progress.stop();
    io.err(summaryText(tally, { ...counts, files: files.length }));
    return skips.end() && !read.flags.has('allow-skipped') ? 1 : 0;
  },
};

function validPolicies(dir: string | undefined, io: Io): readonly Policy[] | undefined {
  const loaded = policiesOf(dir === undefined ? [] : [dir], USAGE, io);
  if (!loaded) return undefined;
  if (loaded.problems.length === 0) return loaded.policies;
  io.err(
    `The policies are not valid; npm run portcullis -- validate${dir === undefined ? '' : ` ${dir}`} says what is wrong with them`,
  );
  return undefined;
}

/** Names what is skipped, the first of it; `end` says how much it was and gives whether it was any. */
function tellSkipped(io: Io): { tell: (skipped: Skipped) => void; end: () => boolean } {
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
