import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LogFile } from '../cli/backtest/log-files.ts';
import { readLogs, workersFor } from '../cli/backtest/read-logs.ts';
import { runBacktest } from '../cli/backtest/run-backtest.ts';
import { EVENT_NAMES } from '../functions/backtest/event-names.ts';
import { createKnownWorld } from '../functions/backtest/known-world.ts';
import { loadPolicies } from '../functions/policy-file/load-policies.ts';
import { writeCorpus } from './corpus.ts';
import { median } from './median.ts';
import type { Effort, Row } from './row.ts';

/** At least 0.6 of the limit's speed. */
const GOAL = 1 / 0.6;
/** The most memory that a backtest may take, in megabytes. */
const MEMORY = 300;

const ROOT = resolve(import.meta.dirname, '..');

/** Rows of the table, and what could not be measured. */
export type Rehearsed = { readonly rows: readonly Row[]; readonly notes: readonly string[] };

/**
 * The time of a backtest, held against what no reader in one thread can beat (unpacking and parsing the same files), and
 * against jq with a filter for the same events; and the memory that it takes, by the command as people call it.
 */
export async function rehearsal({ many, loads }: Effort): Promise<Rehearsed> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
  try {
    const files = writeCorpus(folder, 16, many * 10);
    const rounds = Math.min(3, loads);
    const times: Record<'limit' | 'one' | 'all' | 'jq', number[]> = { limit: [], one: [], all: [], jq: [] };
    const jq = spawnSync('jq', ['--version']).status === 0;
    for (let round = 0; round < rounds; round++) {
      times.limit.push(await timed(() => limit(files)));
      times.one.push(await timed(() => backtest(files, 0)));
      times.all.push(await timed(() => backtest(files, workersFor(files))));
      if (jq) times.jq.push(await timed(() => filter(folder)));
    }
    const size = files.reduce((sum, file) => sum + gunzipSync(readFileSync(file.path)).length, 0) / 1e6;
    const rate = (seconds: readonly number[]) => `${(size / median(seconds)).toFixed(0)} MB/s`;
    const row = (
      measure: string,
      ours: readonly number[],
      peer: string,
      peers: readonly number[],
      goal?: number,
    ): Row => ({
      measure,
      figure: rate(ours),
      against: `${rate(peers)}: ${peer}`,
      ratio: median(ours) / median(peers),
      ...(goal !== undefined && { goal }),
    });
    const threads = Math.max(1, workersFor(files));
    const peak = memory(folder);
    return {
      rows: [
        // For comparison only: the goal is the command's, which uses the cores that are there.
        row('Backtest, one thread', times.one, 'unpacking and parsing alone', times.limit),
        row(`Backtest, ${threads} threads`, times.all, 'unpacking and parsing alone', times.limit, GOAL),
        ...(jq
          ? [row(`Backtest, ${threads} threads`, times.all, 'zcat | jq, a filter for the events', times.jq, 1)]
          : []),
        {
          measure: 'Backtest, memory',
          figure: `${peak.toFixed(0)} MB`,
          against: `${MEMORY} MB: the limit`,
          ratio: peak / MEMORY,
          goal: 1,
        },
      ],
      notes: jq ? [] : ['jq is not installed: the backtest was not held against zcat | jq'],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function limit(files: readonly LogFile[]): void {
  for (const { path } of files) JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
}

async function backtest(files: readonly LogFile[], workers: number): Promise<void> {
  const { policies } = loadPolicies(join(ROOT, 'policies'));
  let judged = 0;
  await runBacktest({
    batches: readLogs(files, workers),
    world: createKnownWorld(),
    policySets: [policies],
    judged: () => judged++,
    skipped: ({ place, reason }) => {
      throw new Error(`${place}: ${reason}`);
    },
    progress: () => {},
  });
  if (judged === 0) throw new Error('The backtest judged nothing');
}

function filter(folder: string): void {
  const names = JSON.stringify(Object.fromEntries([...EVENT_NAMES].map((name) => [name, true])));
  const script = `cat "$1"/*.json.gz | zcat | jq -c --argjson names "$2" '.Records[] | select($names[.eventName])' > /dev/null`;
  execFileSync('sh', ['-c', script, 'sh', folder, names]);
}

/** The most memory that the command took, in megabytes. */
function memory(folder: string): number {
  const script = `
    process.argv.splice(1, 0, 'portcullis');
    process.on('exit', () => process.stderr.write('\\npeak ' + process.resourceUsage().maxRSS));
    await import(${JSON.stringify(join(ROOT, 'cli', 'portcullis.ts'))});`;
  const args = [
    '--input-type=module',
    '--eval',
    script,
    'backtest',
    '--json',
    '--policies',
    join(ROOT, 'policies'),
    folder,
  ];
  const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 30, cwd: ROOT });
  const peak = Number(/peak (\d+)$/.exec(stderr)?.[1]);
  if (!(peak > 0)) throw new Error(`The command gave no peak: ${stderr.slice(0, 500)}`);
  return peak / 1000;
}
