import { recordText } from '../../functions/core/notice/escape.ts';
import { planRepair } from '../../functions/core/plan.ts';
import type { SweepPorts } from '../../functions/sweep/ports.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import type { SweepScope } from '../../functions/sweep/sweep-group.ts';
import { counted, type Exit, type Io } from '../command.ts';
import { textTable } from '../start/text-table.ts';
import { type SweepRow, sweepRows } from './sweep-rows.ts';

/** Longer than any account takes, in milliseconds: by hand nothing cuts a sweep off. */
const TIME = 86_400_000;

/**
 * Takes one whole run over an account, and prints what it found: a table, or one JSON object a line. Progress goes to
 * standard error, and there too, before it is repaired, the full text of what is about to be.
 */
export async function runSweep(
  ports: SweepPorts,
  scope: Omit<SweepScope, 'leaseFor'>,
  json: boolean,
  io: Io,
): Promise<Exit> {
  let read = 0;
  const watched: SweepPorts = {
    ...ports,
    readGroups: async (ids) => {
      const readings = await ports.readGroups(ids);
      read += ids.length;
      io.err(`${counted(read, 'group')} read`);
      return readings;
    },
    ledger: {
      ...ports.ledger,
      open: async (report, ...more) => {
        if (planRepair(report).length > 0) io.err(`About to repair: ${JSON.stringify(report)}`);
        return ports.ledger.open(report, ...more);
      },
    },
  };
  const result = await sweep(true, watched, { ...scope, policiesHash: '', leaseFor: TIME, timeLeft: () => TIME });
  if (result.kind !== 'finished') throw new TypeError(`A sweep by hand came to ${result.kind}`);
  const rows = sweepRows(result.reports, result.state.findings);
  if (json) for (const row of rows) io.out(JSON.stringify(row));
  else if (rows.length > 0)
    io.out(textTable(['Outcome', 'Severity', 'Group', 'Rule', 'Policies', 'Reason'], rows.map(cells)));
  const groups = new Set(rows.map(({ groupId }) => groupId)).size;
  io.err(`${counted(result.groups, 'group')} swept: something to say of ${groups}`);
  if (rows.some(({ outcome }) => outcome === 'failed')) return 2;
  return rows.length > 0 ? 1 : 0;
}

const cells = ({ outcome, severity, groupId, group, rule, ruleId, policies, reason }: SweepRow): string[] => [
  outcome,
  severity,
  recordText(group === undefined ? (groupId ?? '-') : `${group} (${groupId})`, 60),
  recordText(`${rule ?? '-'}${ruleId === undefined ? '' : ` (${ruleId})`}`, 80),
  recordText(policies.join(', '), 80),
  recordText(reason ?? '', 120),
];
