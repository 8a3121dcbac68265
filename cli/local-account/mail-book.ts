import type { DigestKey, MailBook } from '../../functions/respond/mail-book.ts';

type Digest = { readonly reports: Set<string>; closed: boolean; told: boolean; lease?: string; leaseUntil: number };

/** Mails and digests in memory, with the semantics of those in DynamoDB (functions/aws/mail-book.ts). */
export function inMemoryMailBook(): MailBook {
  const mails = new Map<string, Set<string>>();
  const digests = new Map<string, Digest>();
  const nameOf = ({ window, part }: DigestKey) => `${window} ${part}`;
  const hasRoom = (reports: ReadonlySet<string>, id: string, limit: number) => reports.size < limit || reports.has(id);
  return {
    async countMail(window, kind, reportId, limit) {
      const name = `${window} ${kind}`;
      const counted = mails.get(name) ?? new Set();
      if (!hasRoom(counted, reportId, limit)) return false;
      mails.set(name, counted.add(reportId));
      return true;
    },

    async keepForDigest(key, reportId, limit) {
      const digest = digests.get(nameOf(key)) ?? { reports: new Set(), closed: false, told: false, leaseUntil: 0 };
      if (digest.closed || !hasRoom(digest.reports, reportId, limit)) return false;
      digest.reports.add(reportId);
      digests.set(nameOf(key), digest);
      return true;
    },

    async takeDigest(key, lease, leaseUntil, now) {
      const digest = digests.get(nameOf(key));
      if (!digest || digest.told) return { kind: 'over' };
      if (digest.lease !== undefined && digest.lease !== lease && digest.leaseUntil >= now) return { kind: 'busy' };
      Object.assign(digest, { closed: true, lease, leaseUntil });
      return { kind: 'taken', reports: [...digest.reports].sort() };
    },

    async toldDigest(key, lease) {
      const digest = digests.get(nameOf(key));
      if (digest?.lease !== lease) return false;
      digest.told = true;
      return true;
    },
  };
}
