import type { BurstFinding } from '../../functions/core/burst.ts';
import type { Notice } from '../../functions/core/notice.ts';
import type { Report } from '../../functions/core/report.ts';
import type { SweepFinding } from '../../functions/core/sweep.ts';
import type { DigestKey } from '../../functions/respond/mail-book.ts';
import type { Ledger, Publish } from '../../functions/respond/ports.ts';
import { attempts } from './attempt.ts';
import { createMarks } from './marks.ts';
import type { DigestMail, Mail } from './trial.ts';

/** The mails that went out, and how many of them nobody can know to have gone out. */
export type Mailbox = {
  readonly publish: Publish;
  /** The ledger, watched for its marks. */
  readonly ledger: Ledger;
  readonly mails: readonly Mail[];
  /** The mails that tell several reports: of bursts, and of sweeps. */
  readonly digests: readonly DigestMail[];
  /** For each report and digest that was told more often than it may have been: how often, and how often it might be. */
  readonly toldTooOften: () => readonly string[];
  /** The reports that were ever opened. */
  readonly opened: ReadonlySet<string>;
  /** The digests that each report was put into, by name. */
  readonly keptIn: ReadonlyMap<string, ReadonlySet<string>>;
};

/** What a message for machines holds: a report, or a digest of findings. */
type Told = Report | { readonly kind: 'burst' | 'sweep'; readonly findings: readonly (SweepFinding | BurstFinding)[] };

/** The calls between telling a report and the mark that it was told: where one fails, nobody knows, and it is told again. */
const TELLING = ['publish', 'told', 'countMail', 'keepForDigest', 'callDigest', 'toldDigest', 'save'];

/** The name of a digest. */
export const digestName = ({ window, part }: DigestKey): string => `${window}/${part}`;

/** A mailbox; `now` in epoch milliseconds. */
export function openMailbox(ledger: Ledger, now: () => number): Mailbox {
  const mails: Mail[] = [];
  const digests: DigestMail[] = [];
  const opened = new Set<string>();
  const keptIn = new Map<string, Set<string>>();
  const marks = createMarks(() => {
    const { name = '', failed } = attempts.getStore() ?? {};
    return { who: name, unsure: TELLING.some((call) => failed?.has(call)) };
  });
  return {
    mails,
    digests,
    opened,
    keptIn,
    async publish({ json }: Notice) {
      const told = JSON.parse(json) as Told;
      const { digest } = attempts.getStore() ?? {};
      if (digest !== undefined) marks.tell(`digest ${digest}`);
      if ('findings' in told) digests.push({ findings: told.findings, at: now(), kind: told.kind });
      else {
        mails.push({ report: told, at: now() });
        if (digest === undefined) marks.tell(told.id);
      }
    },
    ledger: {
      ...ledger,
      open(report, ...more) {
        opened.add(report.id);
        return ledger.open(report, ...more);
      },
      async keepForDigest(key, reportId, limit) {
        const kept = await ledger.keepForDigest(key, reportId, limit);
        const names = keptIn.get(reportId) ?? new Set();
        if (kept && !names.has(digestName(key))) marks.tell(reportId);
        if (kept) keptIn.set(reportId, names.add(digestName(key)));
        return kept;
      },
      told(id, what, lease) {
        if (what === 'mail') marks.mark(id);
        return ledger.told(id, what, lease);
      },
      toldDigest(key, lease) {
        marks.mark(`digest ${digestName(key)}`);
        return ledger.toldDigest(key, lease);
      },
    },
    toldTooOften: () => marks.tooMany(),
  };
}
