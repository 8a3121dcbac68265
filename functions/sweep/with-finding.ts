import type { SweepFinding } from '../core/sweep.ts';
import type { SweepState } from './ports.ts';

/** How many findings a state holds beside failures, and with them: it must fit into an item of the ledger. */
const MOST = 1000;
const MOST_FAILED = 2000;

/** The state with one finding more; the last of too many are only counted, those without a failure first. */
export function withFinding(state: SweepState, finding: SweepFinding | undefined): SweepState {
  if (!finding) return state;
  const room = isFailure(finding) ? MOST_FAILED : MOST;
  if (state.findings.length >= room) return { ...state, folded: state.folded + 1 };
  return { ...state, findings: [...state.findings, finding] };
}

const isFailure = ({ rules }: SweepFinding): boolean => rules.some(({ word }) => word === 'failed');
