import { recordText } from '../core/notice/escape.ts';
import type { SweepResult } from './sweep.ts';

/** The most reports that one log entry names. */
const MOST = 1000;

/** What is logged, and answered, of one call: how far the run has come, and the reports by which to find what it found. */
export function sweepLog(result: SweepResult): Record<string, unknown> {
  if (result.kind === 'idle' || result.kind === 'busy') return { sweep: result.kind };
  const { kind, state, groups, reports } = result;
  return {
    sweep: kind,
    done: state.finished,
    run: recordText(state.run, 100),
    began: state.began,
    groups,
    groupsInAll: state.swept,
    findings: state.findings.length + state.folded,
    reports: reports.slice(0, MOST).map(({ id }) => recordText(id, 300)),
  };
}
