import type { ListReports, Period, StoredReport } from '../../functions/respond/stored-report.ts';
import { type PageFacts, reportPage } from './report-page.ts';
import type { ReportedChange } from './reported-change.ts';
import { reportedOf } from './reported-of.ts';
import { type Result, resultOf } from './result.ts';

/** A page about a ledger, and how many of its reports came to what. */
export type LedgerReport = { readonly page: string; readonly counts: ReadonlyMap<Result, number> };

/** Makes the page about the reports of a period. Throws RetryableError. */
export async function ledgerReport(
  list: ListReports,
  period: Period,
  facts: Pick<PageFacts, 'madeAt' | 'policies'>,
): Promise<LedgerReport> {
  const counts = new Map<Result, number>();
  const page = await reportPage(counted(list(period), counts), { source: 'ledger', ...facts });
  return { page, counts };
}

async function* counted(
  reports: AsyncIterable<StoredReport>,
  counts: Map<Result, number>,
): AsyncGenerator<ReportedChange> {
  for await (const stored of reports) {
    const change = reportedOf(stored);
    const result = resultOf(change);
    counts.set(result, (counts.get(result) ?? 0) + 1);
    yield change;
  }
}
