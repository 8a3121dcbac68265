import type { Entry } from './ports.ts';

/** A report of the ledger as a reader gets it; `record` is the raw record as it was delivered, or its beginning. */
export type StoredReport = Pick<Entry, 'report' | 'state' | 'told'> & { readonly record?: string };

/** Changes made at `since` or later and before `until` (ISO 8601 in UTC); all of them where neither is given. */
export type Period = { readonly since?: string; readonly until?: string };

/** Goes through the reports of a period, in no order. Throws RetryableError. */
export type ListReports = (period: Period) => AsyncIterable<StoredReport>;
