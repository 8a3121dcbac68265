import { authorize } from '../../functions/aws/authorize.ts';
import { findGroups } from '../../functions/aws/find-groups.ts';
import { modify } from '../../functions/aws/modify.ts';
import { readGroup } from '../../functions/aws/read-group.ts';
import { readList } from '../../functions/aws/read-list.ts';
import { entriesOf, readLists } from '../../functions/aws/read-lists.ts';
import { restoreList } from '../../functions/aws/restore-list.ts';
import { revoke } from '../../functions/aws/revoke.ts';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../../functions/core/guardrails.ts';
import type { Notice } from '../../functions/core/notice.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { Report } from '../../functions/core/report.ts';
import { sendDigest } from '../../functions/digest/send-digest.ts';
import type { DigestKey } from '../../functions/respond/mail-book.ts';
import type { Ports } from '../../functions/respond/ports.ts';
import { type Handled, respond } from '../../functions/respond/respond.ts';
import type { Clock } from './clock.ts';
import { inMemoryLedger } from './ledger.ts';
import type { LocalAccount } from './local-account.ts';
import { roleSession } from './principal.ts';

/** The respond function's pipeline, set up on a local account as it is on a deployed one. */
export type LocalResponder = {
  readonly ownRole: string;
  /** Takes one event through the pipeline. */
  readonly respond: (event: unknown) => Promise<readonly Handled[]>;
  /** What was published to the people's topic, in order. */
  readonly notices: readonly Notice[];
  /** What tools were given, in order. */
  readonly emitted: readonly Report[];
  /** Lets the time pass until no digest is to come any more, and sends them; each again, as the queue does, while it fails. */
  readonly sendDigests: () => Promise<void>;
};

/** How long a queue hides a message that it has handed out, and how often it hands one out, as infra/queues.ts sets it. */
const HIDDEN = 180_000;
const RECEIVES = 5;

async function fiveTimes(work: () => Promise<unknown>, hidden: () => void): Promise<void> {
  for (let receive = 1; ; receive++)
    try {
      await work();
      return;
    } catch (error) {
      if (receive === RECEIVES) throw error;
      hidden();
    }
}

/** How long an attempt may hold a report, in milliseconds. */
const LEASE = 60_000;

/** The defaults, but every report has a mail of its own: whoever looks on wants to see each. */
export const TOLD_APART: Guardrails = {
  ...DEFAULT_GUARDRAILS,
  mails: { ...DEFAULT_GUARDRAILS.mails, atOnce: Infinity },
};

/**
 * A responder with the real pipeline and the real EC2 adapters; the ledger, the topics, the bus and the queue of digests are
 * in memory. `change` may put other ports in their place.
 */
export function createLocalResponder(
  account: LocalAccount,
  clock: Clock,
  policies: readonly Policy[],
  change: (ports: Ports) => Ports = (ports) => ports,
  guardrails: Guardrails = TOLD_APART,
): LocalResponder {
  const ec2 = account.ec2(roleSession(account.account, 'portcullis-respond', 'respond', { userAgent: 'portcullis' }));
  const ownRole = `arn:aws:iam::${account.account}:role/portcullis-respond`;
  const notices: Notice[] = [];
  const emitted: Report[] = [];
  const passed: unknown[] = [];
  const called: { readonly key: DigestKey; readonly at: number }[] = [];
  let attempts = 0;
  const ports = change({
    readGroup: readGroup(ec2),
    readLists: readLists(ec2),
    revoke: revoke(ec2),
    findGroups: findGroups(ec2),
    authorize: authorize(ec2),
    modify: modify(ec2),
    readList: readList(ec2, account.account),
    readEntries: (list, version) => entriesOf(ec2, list, version),
    restoreList: restoreList(ec2),
    ledger: inMemoryLedger(),
    publish: async (notice) => void notices.push(notice),
    callDigest: async (key, seconds) => void called.push({ key, at: clock.now().getTime() + seconds * 1000 }),
    passOn: async (message) => void passed.push(message),
    emit: async (report) => void emitted.push(report),
    now: () => clock.now().toISOString(),
    pause: async (milliseconds) => clock.advance(milliseconds),
    newLease: () => `attempt-${++attempts}`,
  });
  return {
    ownRole,
    notices,
    emitted,
    sendDigests: async () => {
      const settings = { account: account.account, region: account.region, leaseFor: LEASE };
      for (let next = called.shift(); next; next = called.shift()) {
        clock.advance(Math.max(0, next.at - clock.now().getTime()));
        await fiveTimes(
          () => sendDigest(next.key, ports, settings),
          () => clock.advance(HIDDEN),
        );
      }
    },
    respond: async (event) => {
      const settings = { policies, guardrails, ownRole, leaseFor: LEASE };
      const responses = [...(await respond(event, ports, settings))];
      for (let next = passed.shift(); next !== undefined; next = passed.shift())
        responses.push(...(await respond(next, ports, settings)));
      return responses.flatMap((each) => (each.kind === 'passed-on' ? [] : [each]));
    },
  };
}
