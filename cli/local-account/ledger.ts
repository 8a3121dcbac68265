import type { Conduct } from '../../functions/core/conduct.ts';
import type { GroupId } from '../../functions/core/ids.ts';
import type { Memory } from '../../functions/core/memory.ts';
import type { Report } from '../../functions/core/report.ts';
import type { Uses } from '../../functions/core/uses.ts';
import type { Entry, GroupKey, Ledger } from '../../functions/respond/ports.ts';
import type { ListReports } from '../../functions/respond/stored-report.ts';
import { inMemoryMailBook } from './mail-book.ts';

type Row = { report: string; lease: string; leaseUntil: number; acted: boolean; mail: boolean; event: boolean };

/**
 * A ledger in memory, with the semantics of the one in DynamoDB (functions/aws/ledger.ts): a write repeated by its own
 * attempt is true again, a lease runs out after `leaseUntil`, and closed is acted and told both ways; a memory is only
 * written over by a higher version, as are the repairs and holds of a group and the uses of exemptions. It keeps no raw records, and the rest as JSON,
 * so that nobody can change what is written.
 */
export function inMemoryLedger(): Ledger & { readonly reports: ListReports } {
  const rows = new Map<string, Row>();
  const groups = new Map<string, readonly GroupId[]>();
  const memories = new Map<string, { version: number; memory: string }>();
  const conducts = new Map<string, { version: number; conduct: string }>();
  const uses = new Map<string, string>();
  const hours = new Map<string, Set<string>>();

  const write = (reportId: string, lease: string, change: (row: Row) => void): boolean => {
    const row = rows.get(reportId);
    if (row?.lease !== lease) return false;
    change(row);
    return true;
  };

  return {
    ...inMemoryMailBook(),

    async *reports({ since = '', until }) {
      for (const row of rows.values()) {
        const { report, state, told } = toEntry(row);
        const { changedAt } = report;
        if (changedAt >= since && (until === undefined || changedAt < until)) yield { report, state, told };
      }
    },

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

    groupsOf: async (event) => groups.get(event) ?? [],

    keepGroups: async (event, ids) => void groups.set(event, ids),

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

    async recallConduct(key) {
      const known = conducts.get(nameOf(key));
      return known && (JSON.parse(known.conduct) as Conduct);
    },

    async rememberConduct(key, conduct) {
      const known = conducts.get(nameOf(key));
      if (known && known.version >= conduct.version) return false;
      conducts.set(nameOf(key), { version: conduct.version, conduct: JSON.stringify(conduct) });
      return true;
    },

    async recallUses({ account, region }) {
      const known = uses.get(`${account}#${region}`);
      return known === undefined ? undefined : (JSON.parse(known) as Uses);
    },

    async rememberUses({ account, region }, next) {
      const known = uses.get(`${account}#${region}`);
      if (known && (JSON.parse(known) as Uses).version >= next.version) return false;
      uses.set(`${account}#${region}`, JSON.stringify(next));
      return true;
    },

    async countRepair({ account, region, hour }, reportId, limit) {
      const name = `${account}#${region}#${hour}`;
      const counted = hours.get(name) ?? new Set();
      if (counted.size >= limit && !counted.has(reportId)) return false;
      hours.set(name, counted.add(reportId));
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
