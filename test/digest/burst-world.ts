import { instantPorts } from '../../bench/instant-ports.ts';
import { inMemoryLedger } from '../../cli/local-account/ledger.ts';
import type { Guardrails } from '../../functions/core/guardrails.ts';
import { DEFAULT_GUARDRAILS } from '../../functions/core/guardrails.ts';
import type { Notice } from '../../functions/core/notice.ts';
import type { Report } from '../../functions/core/report.ts';
import { sendDigest } from '../../functions/digest/send-digest.ts';
import type { DigestKey } from '../../functions/respond/mail-book.ts';
import type { Ports } from '../../functions/respond/ports.ts';
import { tellPeople } from '../../functions/respond/tell-people.ts';
import { ACCOUNT, OFFENDER, REPORT } from '../aws/sample-report.ts';

/** The telling of reports by itself: a ledger, a queue of digests, a topic, and a clock that stands until it is moved. */
export type BurstWorld = {
  readonly ports: Ports;
  readonly mails: readonly Notice[];
  /** The digests that were called for, and after how many seconds. */
  readonly called: readonly { readonly key: DigestKey; readonly seconds: number }[];
  readonly clock: { now: number };
  /** Opens a report in the ledger and tells people of it. */
  readonly tell: (report: Report) => Promise<void>;
  readonly send: (key: DigestKey) => Promise<number>;
};

const START = Date.parse('2026-11-23T12:06:40Z');

/** A world in which two mails of a kind may go out in five minutes. */
export function createBurstWorld(
  change: (ports: Ports) => Ports = (ports) => ports,
  mails: Guardrails['mails'] = { atOnce: 2, within: 5 },
): BurstWorld {
  const sent: Notice[] = [];
  const called: { key: DigestKey; seconds: number }[] = [];
  const clock = { now: START };
  let leases = 0;
  const ports = change({
    ...instantPorts({ account: ACCOUNT, region: 'eu-west-1', group: {}, lists: new Map() }),
    ledger: inMemoryLedger(),
    publish: async (notice) => void sent.push(notice),
    callDigest: async (key, seconds) => void called.push({ key, seconds }),
    now: () => new Date(clock.now).toISOString(),
    newLease: () => `lease ${++leases}`,
  });
  return {
    ports,
    mails: sent,
    called,
    clock,
    async tell(report) {
      await ports.ledger.open(report, '{}', report.id, clock.now + 60_000);
      await tellPeople(report, ports, { ...DEFAULT_GUARDRAILS, mails });
    },
    send: (key) => sendDigest(key, ports, { account: ACCOUNT, region: 'eu-west-1', leaseFor: 60_000 }),
  };
}

/** A report that was repaired, or (`failed`) could not be. */
export const reportNumber = (number: number, failed = false): Report => ({
  ...REPORT,
  id: `event-${number}/${REPORT.group.id}`,
  rules: [
    {
      ...OFFENDER,
      outcome: failed ? { kind: 'failed', reason: 'AccessDenied' } : { kind: 'done', at: '2026-11-23T12:00:06Z' },
    },
  ],
});

/** The reports that some mails speak of, each as often as it is spoken of. */
export const toldBy = (mails: readonly Notice[]): string[] =>
  mails.flatMap(({ json }) => {
    const told = JSON.parse(json) as { kind?: string; id: string; findings?: readonly { reportId: string }[] };
    return told.kind === 'burst' ? (told.findings ?? []).map(({ reportId }) => reportId) : [told.id];
  });
