import { type BurstFinding, burstFinding, lostFinding } from '../core/burst.ts';
import type { AccountId } from '../core/ids.ts';
import { makeBurstNotice } from '../core/notice/burst.ts';
import { makeNotice } from '../core/notice.ts';
import type { Report } from '../core/report.ts';
import type { DigestKey } from '../respond/mail-book.ts';
import { type Ports, RetryableError } from '../respond/ports.ts';

/** What sending a digest needs of the world. */
export type DigestPorts = Pick<Ports, 'publish' | 'now' | 'newLease'> & {
  readonly ledger: Pick<Ports['ledger'], 'find' | 'takeDigest' | 'toldDigest'>;
};

/** Whose digest it is, and how long an attempt may hold it, in milliseconds: longer than the function may run. */
export type DigestSettings = { readonly account: AccountId; readonly region: string; readonly leaseFor: number };

/** How many reports are read at once. */
const ABREAST = 10;

/**
 * Sends a digest, unless it went out already; gives how many reports it told. It is marked only after the mail went out, so
 * an attempt that dies anywhere leaves it to the next one, and at worst it comes twice. One report alone gets the mail that
 * it would have had.
 *
 * Throws RetryableError, also while another attempt is at it: its message must stay on the queue until the digest is
 * known to be out, since the queue may have handed out the same message twice.
 */
export async function sendDigest(key: DigestKey, ports: DigestPorts, settings: DigestSettings): Promise<number> {
  const { ledger } = ports;
  const lease = ports.newLease();
  const now = Date.parse(ports.now());
  const taken = await ledger.takeDigest(key, lease, now + settings.leaseFor, now);
  if (taken.kind === 'busy') throw new RetryableError(`Another attempt is at work on digest ${nameOf(key)}`);
  if (taken.kind === 'over') return 0;
  const found: { id: string; report: Report | undefined }[] = [];
  for (let at = 0; at < taken.reports.length; at += ABREAST) {
    const some = taken.reports.slice(at, at + ABREAST);
    found.push(...(await Promise.all(some.map(async (id) => ({ id, report: (await ledger.find(id))?.report })))));
  }
  const [only] = found.length === 1 ? found : [];
  const { account, region } = settings;
  const findings = found.map(({ id, report }): BurstFinding => (report ? burstFinding(report) : lostFinding(id)));
  await ports.publish(
    only?.report ? makeNotice(only.report) : makeBurstNotice({ name: nameOf(key), account, region, findings }),
  );
  if (!(await ledger.toldDigest(key, lease)))
    throw new RetryableError(`Another attempt has taken over digest ${nameOf(key)}`);
  return found.length;
}

const nameOf = ({ window, part }: DigestKey): string => `${window}/${part}`;
