import { textTable } from '../cli/start/text-table.ts';
import { decisions } from './decisions.ts';
import { growth } from './growth.ts';
import { load } from './load.ts';
import { loadTime } from './load-time.ts';
import { rehearsal } from './rehearsal.ts';
import { roundTrips } from './round-trips.ts';
import { type Effort, misses, type Row } from './row.ts';

const THOROUGH: Effort = { loads: 21, samples: 21, sampleTime: 20, many: 1000 };
const QUICK: Effort = { loads: 1, samples: 1, sampleTime: 0, many: 100 };

const unknown = process.argv.slice(2).filter((argument) => !['--quick', '--load'].includes(argument));
if (unknown.length > 0) {
  console.error(`${unknown.join(' ')} is not known; give --quick, --load or nothing`);
  process.exit(2);
}
if (process.argv.includes('--load')) {
  const { line, wrong } = await load();
  console.log(line);
  for (const each of wrong) console.error(each);
  process.exit(wrong.length > 0 ? 1 : 0);
}
const quick = process.argv.includes('--quick');
const effort = quick ? QUICK : THOROUGH;

const rehearsed = await rehearsal(effort);
const rows: readonly Row[] = [
  ...(await loadTime(effort)),
  ...(await decisions(effort)),
  ...(await growth(effort)),
  await roundTrips(),
  ...rehearsed.rows,
];

const met = (row: Row): string => (row.goal === undefined ? '-' : misses(row) ? 'no' : 'yes');
const cells = (row: Row) => [
  row.measure,
  row.figure,
  row.against,
  row.ratio.toFixed(2),
  row.goal === undefined ? '-' : `<= ${row.goal.toFixed(2)}`,
  quick ? '-' : met(row),
];
console.log(textTable(['Measure', 'Median', 'Held against', 'Ratio', 'Goal', 'Met'], rows.map(cells)));

for (const note of rehearsed.notes) console.log(`\n${note}`);
const missed = rows.filter(misses);
if (quick) console.log('\nA quick run: everything works, the figures mean nothing');
else if (missed.length === 0) console.log('\nEvery goal is met');
else {
  for (const { measure, against, ratio, goal } of missed) {
    console.error(`\nMissed: ${measure}: ${ratio.toFixed(2)} of ${against}; the goal is at most ${goal?.toFixed(2)}`);
  }
  process.exitCode = 1;
}
