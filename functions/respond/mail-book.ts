/** Names the digest of a window of time; `part` counts on where the one before is out already, or full. */
export type DigestKey = { readonly window: string; readonly part: number };

/** What an attempt to send a digest finds. */
export type TakenDigest =
  /** The reports that it must tell. No more are taken into it. */
  | { readonly kind: 'taken'; readonly reports: readonly string[] }
  /** Another attempt is at it. */
  | { readonly kind: 'busy' }
  /** It went out already, or there never was one. */
  | { readonly kind: 'over' };

/** Which reports have a mail of their own, and which wait for a digest. Throws RetryableError. */
export type MailBook = {
  /**
   * Counts the mail of a report among those of its kind in a window; false when `limit` others are counted. A report counts
   * once, however often it is asked for.
   */
  readonly countMail: (window: string, kind: string, reportId: string, limit: number) => Promise<boolean>;
  /** Puts a report into a digest; false when that takes no more: it is being sent, or holds `limit` others. */
  readonly keepForDigest: (key: DigestKey, reportId: string, limit: number) => Promise<boolean>;
  /** Takes a digest to send it, until `leaseUntil` (epoch milliseconds, as is `now`), and closes it. */
  readonly takeDigest: (key: DigestKey, lease: string, leaseUntil: number, now: number) => Promise<TakenDigest>;
  /** Writes that a digest went out; false when another attempt holds it. */
  readonly toldDigest: (key: DigestKey, lease: string) => Promise<boolean>;
};
