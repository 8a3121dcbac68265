import { parseArgs } from 'node:util';
import { torture } from './torture.ts';
import { failureText } from './try-seeds.ts';

const USAGE = `Usage: npm run torture -- [--seed S] [--count N]

Lives N random histories (1000), from seed S (1) on, and checks how each ended.
Prints those that ended wrong. Exits with 1 when there are any, with 2 for wrong arguments.`;

/** The whole number that an option gives; undefined when it gives none. */
function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '1000' } },
    strict: false,
  });
  const [seed, count] = [wholeNumber(String(values.seed)), wholeNumber(String(values.count))];
  if (seed === undefined || count === undefined || count === 0) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const began = performance.now();
  const failures = await torture(seed, count);
  for (const failure of failures) process.stdout.write(`${failureText(failure)}\n\n`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`${count} histories in ${seconds} s, ${failures.length} of them ended wrong\n`);
  return failures.length > 0 ? 1 : 0;
}

process.exitCode = await main();
