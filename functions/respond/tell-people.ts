import type { Guardrails } from '../core/guardrails.ts';
import { makeNotice } from '../core/notice.ts';
import type { Report } from '../core/report.ts';
import { mailKind } from '../core/urgent.ts';
import { mailWindow } from './mail-window.ts';
import type { Ports } from './ports.ts';

/** How many reports one digest tells: each that is added writes the whole item anew, and all have to fit a mail. */
const MOST = 250;

/**
 * How long after its window a digest is sent, in seconds: who was late to put a report into it still gets it in. Whoever is
 * later than that finds it closed, and begins another.
 */
const MARGIN = 5;

/**
 * Tells people of a report: by a mail of its own, or, where its kind has had the mails of this window, by the digest that is
 * sent when the window ends. Once this returns nothing that happens to this attempt can keep the report from being told:
 * the mail is out, or the report is kept and the message that brings its digest is on a queue, which holds it until the
 * digest is out. So both may be marked as told. Every report brings that message, since the one before may have failed to;
 * all but the first to come find the digest gone out. Throws RetryableError, and whatever publishing throws.
 */
export async function tellPeople(report: Report, ports: Ports, { mails }: Guardrails): Promise<void> {
  const { ledger, publish, callDigest } = ports;
  const now = Date.parse(ports.now());
  const { name: window, ends } = mailWindow(now, mails.within);
  if (await ledger.countMail(window, mailKind(report), report.id, mails.atOnce)) return publish(makeNotice(report));
  let part = 0;
  while (!(await ledger.keepForDigest({ window, part }, report.id, MOST))) part++;
  await callDigest({ window, part }, Math.ceil((ends - now) / 1000) + MARGIN);
}
