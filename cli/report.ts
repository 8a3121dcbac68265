import { statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Policy } from '../functions/core/policy.ts';
import { loadPolicies } from '../functions/policy-file/load-policies.ts';
import { type Command, counted } from './command.ts';
import { readArguments } from './read-arguments.ts';
import { periodOf } from './report/period-arguments.ts';

const USAGE =
  'Usage: portcullis report --ledger --html FILE [--since DATE] [--until DATE]\n' +
  '       [--region REGION] [--table NAME] [--policies DIR]';

/** `portcullis report`: one HTML page about what the deployed responder did. */
export const report: Command = {
  name: 'report',
  summary: 'make a page of what Portcullis did, from its ledger',
  help: `${USAGE}

Writes one HTML page to FILE about the reports in the ledger: what was reverted
and whose work it was, how long holes stood open, what still needs a person,
whether everyone was told, which exemptions are in use. The page is one file
below 1 MB that loads nothing and sends nothing; it holds records, so keep it
where records may be kept.

  --ledger         from the ledger of a deployed Portcullis
  --html FILE      where to write the page
  --since, --until a date (2026-11-01, the whole day in UTC) or a time
                   (2026-11-01T12:00:00Z); all that is kept when left out
  --region REGION  where Portcullis is deployed; else as the AWS SDK finds it
  --table NAME     the ledger, the stack's output TableName; looked for by its
                   name when left out
  --policies DIR   names the policies that nothing broke too (policies when left
                   out and there)

It needs dynamodb:Scan on the ledger, by your own AWS credentials, and
dynamodb:ListTables without --table. It reads the whole table.

Exits with 0 when the page is written, 1 when it is and something on it still
needs a person, 2 when it was not called as it must be or could not read or write.`,
  run: async (args, io) => {
    const values = ['html', 'since', 'until', 'region', 'table', 'policies'] as const;
    const options = Object.fromEntries(values.map((name) => [name, 'string' as const]));
    const read = readArguments(args, { ledger: 'boolean', ...options }, 0);
    const refuse = (reason: string) => {
      io.err(`${reason}\n${USAGE}`);
      return 2 as const;
    };
    if ('problem' in read) return refuse(read.problem);
    const value = (name: (typeof values)[number]) => read.values.get(name);
    if (!read.flags.has('ledger')) return refuse('Say what to report on: --ledger');
    const file = value('html');
    if (file === undefined || file === '') return refuse('Say where to write the page: --html FILE');
    const period = periodOf(value('since'), value('until'));
    if (typeof period === 'string') return refuse(period);
    const policies = policiesIn(value('policies'));
    if (typeof policies === 'string') return refuse(policies);
    try {
      // Only now: the other commands need not wait for the SDK and the bundler to load.
      const { findLedger } = await import('./find-ledger.ts');
      const { listReports } = await import('../functions/aws/list-reports.ts');
      const { ledgerReport } = await import('./report/ledger-report.ts');
      const found = await findLedger({ region: value('region'), table: value('table') });
      if (typeof found === 'string') {
        io.err(found);
        return 2;
      }
      const facts = { madeAt: new Date().toISOString(), policies };
      const { page, counts } = await ledgerReport(listReports(found.client, found.table), period, facts);
      await writeFile(file, page);
      const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const open = counts.get('open') ?? 0;
      io.out(
        `${file}: ${counted(all, 'report')}, ${counts.get('closed') ?? 0} closed, ${open} ${open === 1 ? 'needs' : 'need'} a person`,
      );
      return open > 0 ? 1 : 0;
    } catch (error) {
      // What AWS, the way to it or the disk refuses is for the caller to mend; all else is a bug.
      if (!(error instanceof Error) || error instanceof TypeError) throw error;
      io.err(`The page could not be made: ${error.name}: ${error.message}`);
      return 2;
    }
  },
};

/** The policies to name; none where there is no folder and none was asked for. */
function policiesIn(dir: string | undefined): readonly Policy[] | string {
  const path = dir ?? 'policies';
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return loadPolicies(path).policies;
  return dir === undefined ? [] : `${JSON.stringify(dir)} is no folder`;
}
