import { writeFileSync } from 'node:fs';
import { createKnownWorld } from '../functions/backtest/known-world.ts';
import type { Judged } from '../functions/backtest/rehearsal.ts';
import { changeLine } from './backtest/change-line.ts';
import { createComparison, differences } from './backtest/comparison.ts';
import { comparisonMarkdown } from './backtest/comparison-markdown.ts';
import { comparisonText } from './backtest/comparison-text.ts';
import { plantContext } from './backtest/context/plant-context.ts';
import { differenceOf } from './backtest/difference.ts';
import { createChangeQueue } from './backtest/html-sink.ts';
import { comparedLine, jsonLine } from './backtest/json-line.ts';
import { type BacktestOptions, readOptions } from './backtest/options.ts';
import { createProgress } from './backtest/progress.ts';
import { readPaths, UnreadableError } from './backtest/read-paths.ts';
import { readResults, runBacktest } from './backtest/run-backtest.ts';
import { summaryText } from './backtest/summary.ts';
import { createTally } from './backtest/tally.ts';
import { tellSkipped } from './backtest/tell-skipped.ts';
import type { Command, Exit, Io } from './command.ts';

const USAGE = `Usage: portcullis backtest [--policies DIR] [--context FILE]... [--json] PATH...
       portcullis backtest --against DIR [--policies DIR] [--markdown] PATH...`;

/** `portcullis backtest`: past records through the policies, touching nothing. */
export const backtest: Command = {
  name: 'backtest',
  summary: 'judge the changes in CloudTrail files, touching nothing',
  help: `${USAGE}

Judges every change to a security group's ingress that CloudTrail files record,
by the policies in DIR (policies when left out), and says what would be done
about it. PATH is a file, whatever its shape ({"Records":[...]}, a record, an
EventBridge event, a list, one of these a line; .gz too), a folder, of which
every .json and .ndjson file below it is read, with or without .gz, or
s3://bucket/prefix, read likewise with your credentials, as the AWS SDK finds
them (s3:ListBucket and s3:GetObject), after the files of the disk.

History is followed: what was added, removed and tagged earlier in the log
counts. What a log can't know, such as the tags and rules that a group had
before, is undetermined, unless --context says it.

  --context FILE   what stood before the first record, as YAML or JSON:
                   groups: [{ id, name, vpc, tags, rules, account, region }] and
                   prefixLists: { pl-...: [CIDR] }, in the words of cases.yaml.
                   Or the output of aws ec2 describe-security-groups,
                   describe-security-group-rules or, in a file named after the
                   list, get-managed-prefix-list-entries. May be repeated
  --json           one JSON object a line for each change, in the order of the
                   records: eventId, eventName, time, account, region, groupId,
                   actor, verdict, policies, offending, remainder, remedy, reason
  --html FILE      write a page of it all as well
  --against DIR    compare with the policies in DIR: what would be reverted that
                   was not, and what no longer. With --json, only those changes,
                   each with what it was before
  --markdown       the comparison as Markdown, for a pull request
  --resume FILE    keep what was found in each object of S3 in FILE, so that a run
                   that was interrupted, or one with other policies, goes on there
  --results        PATH holds the results of a backtest that was made in AWS (see
                   the README): s3://bucket/run/results/
  --allow-skipped  exit with 0 though something was skipped
  --workers N      how many threads read the files; one a core when left out. The
                   results are the same for any number

Results go to standard output, progress and a summary to standard error. Files
are taken by name, records by their time: of one account and region they may be
up to 2,000 changes out of order. A file that can't be read, a line that is cut
off and a record that is none are named and skipped.

Exits with 0 when all was read, whatever the verdicts; 1 when something was
skipped or, with --against, something differs; 2 when it was not called as it
must be.`,
  run: async (args, io) => {
    const options = readOptions(args);
    if ('problem' in options) {
      io.err(options.usage ? `${options.problem}\n${USAGE}` : options.problem);
      return 2;
    }
    try {
      return await rehearse(options, io);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      io.err(error.message);
      return 2;
    }
  },
};

async function rehearse(options: BacktestOptions, io: Io): Promise<Exit> {
  const { policies, against, contexts, json, markdown, html } = options;
  const world = createKnownWorld();
  plantContext(world, contexts);
  const skips = tellSkipped(io);
  const [tally, comparison, queue] = [
    createTally(),
    createComparison(),
    html === undefined ? undefined : createChangeQueue(),
  ];
  const page = queue && pageOf(queue.changes, options);
  const progress = createProgress(process.stderr);
  const { resume, workers } = options;
  const reading = readPaths(options.paths, {
    ...(workers !== undefined && { workers }),
    ...(resume && { resume }),
    progress,
  });
  const source = { batches: reading.batches, skipped: skips.tell, progress: progress.add };
  const toJudge = { world, policySets: against ? [policies, against] : [policies] };
  const taking = {
    ...source,
    judged: ([change, before]: Judged) => {
      if (!change) return;
      tally.add(change);
      queue?.push(change);
      if (before) {
        const difference = differenceOf(change, before);
        if (!difference) return;
        comparison.add(difference);
        if (json) io.out(comparedLine(difference));
      } else if (json) io.out(jsonLine(change));
      else if (change.verdict !== 'compliant') io.out(changeLine(change));
    },
  };
  const counts = await (options.results ? readResults(taking) : runBacktest({ ...taking, ...toJudge })).finally(
    progress.stop,
  );
  queue?.end();
  if (page && html !== undefined) writeFileSync(html, await page);
  const judged = Object.values(tally.all).reduce((sum, each) => sum + each, 0);
  if (against && !json) io.out(markdown ? comparisonMarkdown(comparison, judged) : comparisonText(comparison, judged));
  io.err(summaryText(tally, counts));
  const skipped = skips.end() && !options.allowSkipped;
  return skipped || differences(comparison) > 0 ? 1 : 0;
}

/** The page takes a bundler and a chart with it, which only those who ask for it shall wait for. */
async function pageOf(
  changes: Parameters<typeof import('./report/report-page.ts').reportPage>[0],
  { policies }: BacktestOptions,
) {
  const { reportPage } = await import('./report/report-page.ts');
  return reportPage(changes, { source: 'history', madeAt: new Date().toISOString(), policies });
}
