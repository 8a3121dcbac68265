import type { GroupId } from '../core/ids.ts';
import { minutesAfter } from '../core/minutes-after.ts';
import { makeDigest } from '../core/notice/digest.ts';
import { type Report, reportId } from '../core/report.ts';
import { failedGroup, findingOf, type SweepFinding, sweptChange } from '../core/sweep.ts';
import type { Lists } from '../core/traffic/rule-traffic.ts';
import { staleExemptions } from '../core/uses.ts';
import { keepUses } from '../respond/keep-uses.ts';
import { type GroupReading, RetryableError } from '../respond/ports.ts';
import { tryAgain } from '../respond/try-again.ts';
import { batches, WAITS } from './batches.ts';
import type { SweepPorts, SweepState } from './ports.ts';
import { type SweepScope, sweepGroup, type Visit } from './sweep-group.ts';
import { withFinding } from './with-finding.ts';

/** What a sweep is set up with, and when it has to stop. */
export type Sweeping = SweepScope & {
  /** What tells these policies, and what may be done by them, from others: when it changes, a new run begins. */
  readonly policiesHash: string;
  /** Milliseconds until it is cut off. */
  readonly timeLeft: () => number;
};

/** What came of one call. */
export type SweepResult =
  /** No run is due. */
  | { readonly kind: 'idle' }
  /** Another call is at work. */
  | { readonly kind: 'busy' }
  /** Stopped before the time ran out; the next call goes on. */
  | ({ readonly kind: 'paused' } & Progress)
  /** Every group was looked at, and the digest is out. */
  | ({ readonly kind: 'finished' } & Progress);

/** How far the run has come, and what this call had to report. */
type Progress = { readonly state: SweepState; readonly groups: number; readonly reports: readonly Report[] };

/** A new run begins so long after the last began: a day, less what the schedule may be late. */
const EVERY = 24 * 3_600_000 - 450_000;

/** The time that the slowest repair of one group takes, and then writing down how far the run has come. */
const MARGIN = 90_000;

/**
 * Takes a run on as far as time allows: every group in rising order of ids, then one digest. A run begins with `start`,
 * a day after the last began, and when the policies are others than it was begun with; a run that is cut off goes on
 * after the last group that was written down. New groups with lower ids have events of their own, and the next run.
 *
 * What goes wrong with one group is told in the digest and holds up no other. Throws RetryableError and other faults
 * when groups can't be listed or read at all; the next call goes on from there.
 */
export async function sweep(start: boolean, ports: SweepPorts, settings: Sweeping): Promise<SweepResult> {
  const now = Date.parse(ports.now());
  const last = await ports.book.read();
  if (last && last.busyUntil > now) return { kind: 'busy' };
  const stale = !last || last.policies !== settings.policiesHash;
  const due = start || stale || (last.finished && now - Date.parse(last.began) >= EVERY);
  if (!due && last.finished) return { kind: 'idle' };

  let state: SweepState = due ? newRun(last, ports, settings) : last;
  let mine = true;
  const save = async (change: Partial<SweepState>) => {
    state = { ...state, ...change, version: state.version + 1 };
    mine = await ports.book.save(state);
    if (!mine) throw new RetryableError('Another sweep is at work');
  };
  await save({ busyUntil: now + settings.timeLeft() });
  const reports: Report[] = [];
  const sweptBefore = state.swept;
  try {
    for await (const batch of batches(state.after, ports, settings.policies)) {
      for (const [id, live] of batch.groups) {
        if (settings.timeLeft() < MARGIN) {
          await save({ busyUntil: 0 });
          return { kind: 'paused', state, groups: state.swept - sweptBefore, reports };
        }
        const visited = await visit(id, live, batch.lists, state.run, ports, settings);
        if (visited.report) reports.push(visited.report);
        const swept = state.swept + (live.kind === 'missing' ? 0 : 1);
        state = { ...withFinding(withExempt(state, visited), visited.finding), after: id, swept };
      }
      await save({});
    }
    await tell(state, ports, settings);
  } catch (error) {
    // The first fault is the one to be known; should this write fail too, the hold runs out by itself.
    if (mine) await save({ busyUntil: 0 }).catch(() => {});
    throw error;
  }
  await save({ finished: true, busyUntil: 0 });
  return { kind: 'finished', state, groups: state.swept - sweptBefore, reports };
}

const newRun = (last: SweepState | undefined, ports: SweepPorts, { policiesHash }: Sweeping): SweepState => ({
  version: last?.version ?? 0,
  run: ports.newLease(),
  policies: policiesHash,
  began: ports.now(),
  busyUntil: 0,
  ...(last && { before: last.began }),
  swept: 0,
  findings: [],
  folded: 0,
  finished: false,
});

async function visit(
  id: GroupId,
  live: GroupReading,
  lists: Lists,
  run: string,
  ports: SweepPorts,
  scope: SweepScope,
): Promise<Visit & { readonly finding?: SweepFinding }> {
  try {
    const visited = await tryAgain(() => sweepGroup(id, live, lists, run, ports, scope), ports.pause, WAITS);
    return { ...visited, ...(visited.report && { finding: findingOf(visited.report) }) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const begun = await begunOn(id, run, ports, scope);
    return { exempt: 0, uses: [], finding: failedGroup(id, `${name}: ${message}`, begun) };
  }
}

/** The report of a group that a run wrote down before it failed; undefined where there is none, or it can't be had either. */
async function begunOn(
  id: GroupId,
  run: string,
  ports: SweepPorts,
  { account, region }: SweepScope,
): Promise<Report | undefined> {
  const name = reportId(sweptChange(run, ports.now(), account, region, id));
  const entry = await ports.ledger.find(name).catch(() => undefined);
  return entry?.report;
}

const withExempt = (state: SweepState, { exempt, uses }: Visit): SweepState =>
  exempt === 0
    ? state
    : { ...state, exempt: (state.exempt ?? 0) + exempt, uses: [...new Set([...(state.uses ?? []), ...uses])] };

/**
 * Sends the digest, where there is something to say, and writes down that the reports in it are told. Exemptions that are
 * of no use any more are in every digest; there is one for them alone on the day on which one comes to be so.
 */
async function tell(state: SweepState, ports: SweepPorts, settings: Sweeping): Promise<void> {
  const { account, region, enforce, policies } = settings;
  const { run, began, before = began, swept, findings, folded, exempt = 0, uses = [] } = state;
  const exempting = policies.some(({ exemptions = [] }) => exemptions.length > 0);
  const kept = exempting ? await keepUses(uses, { account, region, at: began }, ports.ledger) : undefined;
  const stale = staleExemptions(policies, kept, began);
  const news = stale.some(({ since }) => minutesAfter(before, 0) < minutesAfter(since, 0));
  if (findings.length === 0 && !news) return;
  const ended = ports.now();
  await ports.publish(
    makeDigest({ run, account, region, enforce, began, ended, swept, findings, folded, exempt, stale }),
  );
  for (const { reportId } of findings) if (reportId !== undefined) await ports.ledger.told(reportId, 'mail', run);
}
