import type { Memory } from '../../functions/core/memory.ts';
import type { Report } from '../../functions/core/report.ts';
import type { Entry, GroupKey, Ledger } from '../../functions/respond/ports.ts';

type Row = { report: string; lease: string; leaseUntil: number; acted: boolean; mail: boolean; event: boolean };

/**
 * A ledger in memory, with the semantics of the one in DynamoDB (functions/aws/ledger.ts): a write repeated by its own
 * attempt is true again, a lease runs out after `leaseUntil`, and closed is acted and told both ways; a memory is only
 * written over by a higher version. It keeps no raw records, and the rest as JSON, so that nobody can change what is
 * written.
 */
export function inMemoryLedger(): Ledger {
  const rows = new Map<string, Row>();
  const memories = new Map<string, { version: number; memory: string }>();

  const write = (reportId: string, lease: string, change: (row: Row) => void): boolean => {
    const row = rows.get(reportId);
    if (row?.lease !== lease) return false;
    change(row);
    return true;
  };

  return {
    async find(reportId) {
      const row = rows.get(reportId);
      return row && toEntry(row);
    },

    async open(report, _record, lease, leaseUntil) {
      const standing = rows.get(report.id);
      if (standing) return standing.lease === lease;
      const row = { report: JSON.stringify(report), lease, leaseUntil, acted: false, mail: false, event: false };
      rows.set(report.id, row);
      return true;
    },

    async takeOver(reportId, lease, leaseUntil, now) {
      const row = rows.get(reportId);
      if (!row || (row.leaseUntil >= now && row.lease !== lease)) return false;
      Object.assign(row, { lease, leaseUntil });
      return true;
    },

    acted: async (report, lease) =>
      write(report.id, lease, (row) => {
        row.acted = true;
        row.report = JSON.stringify(report);
      }),

    told: async (reportId, what, lease) =>
      write(reportId, lease, (row) => {
        row[what] = true;
      }),

    async recall(key) {
      const known = memories.get(nameOf(key));
      return known && (JSON.parse(known.memory) as Memory);
    },

    async remember(key, memory) {
      const known = memories.get(nameOf(key));
      if (known && known.version >= memory.version) return false;
      memories.set(nameOf(key), { version: memory.version, memory: JSON.stringify(memory) });
      return true;
    },
  };
}

const nameOf = ({ account, region, group }: GroupKey): string => `${account}#${region}#${group}`;

const toEntry = ({ report, lease, leaseUntil, acted, mail, event }: Row): Entry => ({
  report: JSON.parse(report) as Report,
  state: !acted ? 'open' : mail && event ? 'closed' : 'acted',
  told: { mail, event },
  lease,
  leaseUntil,
});
