import type { Notice } from '../core/notice.ts';

/**
 * The message that SNS tells apart by protocol: mail gets the text, a phone the subject, and all others (queues,
 * functions, HTTPS, Firehose, mail as JSON) the report as JSON. JSON is the default and not repeated for each protocol,
 * because every copy counts against SNS's limit.
 *
 * When the whole is above `limit` (bytes) the mail goes out all the same, and the others get the report's id, by which
 * the ledger knows it: `{"cut":true,"id":...,"subject":...,"severity":...}`. Throws RangeError when that is too long too.
 */
export function snsMessage(notice: Notice, limit: number): string {
  const whole = message(notice, notice.json);
  if (Buffer.byteLength(whole) <= limit) return whole;
  const { id } = JSON.parse(notice.json) as { readonly id?: unknown };
  const cut = message(notice, JSON.stringify({ cut: true, id, subject: notice.subject, ...notice.attributes }));
  const size = Buffer.byteLength(cut);
  if (size > limit) throw new RangeError(`The mail takes ${size} bytes, above the ${limit} that SNS leaves for it`);
  return cut;
}

const message = (notice: Notice, json: string): string =>
  JSON.stringify({ default: json, email: notice.text, sms: notice.subject });
