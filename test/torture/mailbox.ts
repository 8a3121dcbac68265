import type { Notice } from '../../functions/core/notice.ts';
import type { Report } from '../../functions/core/report.ts';
import type { Ledger, Publish } from '../../functions/respond/ports.ts';
import { attempts } from './attempt.ts';
import type { Mail } from './trial.ts';

/** The mails that went out, and how many of them nobody can know to have gone out. */
export type Mailbox = {
  readonly publish: Publish;
  /** The ledger, watched for its marks. */
  readonly ledger: Ledger;
  readonly mails: readonly Mail[];
  /** For each report, the mails whose mark was lost: the attempt failed between the two. */
  readonly lostMarks: () => ReadonlyMap<string, number>;
  /** The reports that were ever opened. */
  readonly opened: ReadonlySet<string>;
};

/** A mailbox; `now` in epoch milliseconds. */
export function openMailbox(ledger: Ledger, now: () => number): Mailbox {
  const mails: Mail[] = [];
  const opened = new Set<string>();
  /** By report and attempt, the mails that are not marked yet; and by report those that never will be. */
  const unmarked = new Map<string, Map<string, number>>();
  const lost = new Map<string, number>();
  const whose = (id: string) => {
    const of = unmarked.get(id) ?? new Map<string, number>();
    unmarked.set(id, of);
    return { of, who: attempts.getStore()?.name ?? '' };
  };
  return {
    mails,
    opened,
    async publish({ json }: Notice) {
      const report = JSON.parse(json) as Report;
      mails.push({ report, at: now() });
      const { of, who } = whose(report.id);
      of.set(who, (of.get(who) ?? 0) + 1);
    },
    ledger: {
      ...ledger,
      open(report, ...more) {
        opened.add(report.id);
        return ledger.open(report, ...more);
      },
      told(id, what, lease) {
        const { of, who } = whose(id);
        if (what === 'mail') {
          const { failed } = attempts.getStore() ?? {};
          const again = failed?.has('publish') || failed?.has('told') ? Math.max(0, (of.get(who) ?? 0) - 1) : 0;
          lost.set(id, (lost.get(id) ?? 0) + again);
          of.delete(who);
        }
        return ledger.told(id, what, lease);
      },
    },
    lostMarks: () =>
      new Map(
        [...opened].map((id) => {
          const left = [...(unmarked.get(id)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
          return [id, (lost.get(id) ?? 0) + left];
        }),
      ),
  };
}
