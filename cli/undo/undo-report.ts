import type { ReadOwner } from '../../functions/aws/read-owner.ts';
import type { GroupId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { Report } from '../../functions/core/report.ts';
import { actsOf, isUndone, planUndo, type Undone, type UndoStep } from '../../functions/core/undo.ts';
import { act } from '../../functions/respond/act.ts';
import type { Entry, GroupReading } from '../../functions/respond/ports.ts';
import type { ActPorts } from '../../functions/respond/steps/doing.ts';
import type { Exit, Io } from '../command.ts';
import { forecast } from './forecast.ts';
import { forecastText } from './forecast-text.ts';
import { headText, planText, recordedText, resultText, warningText } from './undo-text.ts';

/** What undoing needs of the world; EC2 is the region's of the report. */
export type UndoPorts = {
  readonly find: (reportId: string) => Promise<Entry | undefined>;
  readonly ec2: (report: Report) => ActPorts & { readonly readOwner: ReadOwner };
  /** The policies of a folder at hand, and its name: what is deployed may differ. */
  readonly rehearsal?: { readonly dir: string; readonly policies: readonly Policy[] };
  /** Asks a person whether to go on. */
  readonly confirm: (question: string) => Promise<boolean>;
};

/**
 * Puts back what a report removed, as the caller: shows what it takes, warns that it will be judged again, asks, acts,
 * and looks whether it stands. Safe to run again. Throws RetryableError, and other faults as they are, before the first act.
 */
export async function undoReport(reportId: string, ports: UndoPorts, io: Io): Promise<Exit> {
  const entry = await ports.find(reportId);
  if (!entry) {
    io.err(`The ledger has no report ${JSON.stringify(reportId)}`);
    return 2;
  }
  const { report } = entry;
  io.out(headText(report));
  if (entry.state === 'open') {
    io.err('Portcullis is still at work on this report, or waits to try it again; undo it when it is over');
    return 1;
  }
  const { group } = report;
  if (group.id === undefined || planUndo(report, []).length === 0) {
    io.out('By this report Portcullis changed nothing, so there is nothing to put back');
    return 0;
  }
  const ec2 = ports.ec2(report);
  const [owner, before] = await Promise.all([ec2.readOwner(group.id), ec2.readGroup({ id: group.id })]);
  const obstacle = obstacleTo(report, owner, before);
  if (obstacle !== undefined) {
    io.err(obstacle);
    return 1;
  }
  const steps = planUndo(report, standingIn(before));
  io.out(planText(steps));
  const acting = steps.filter((step) => step.kind !== 'nothing' && step.kind !== 'leave');
  const left = steps.some(({ kind }) => kind === 'leave');
  if (acting.length === 0) return left ? 1 : 0;
  io.out(warningText(report));
  if (ports.rehearsal) {
    const { dir, policies } = ports.rehearsal;
    io.out(forecastText(dir, await forecast(acting, report, before, policies, ec2)));
  }
  if (!(await ports.confirm('Go on?'))) {
    io.out('Nothing was changed');
    return 1;
  }
  let failed = false;
  for (const step of acting) {
    const undone = await carryOut(step, group.id, report, before, ec2);
    io.out(resultText(step, undone));
    if (undone.kind === 'not-done') failed = true;
  }
  io.out(recordedText(report));
  return failed || left ? 1 : 0;
}

const standingIn = (reading: GroupReading) => (reading.kind === 'found' ? reading.standing : []);

function obstacleTo({ account, group }: Report, owner: string | undefined, reading: GroupReading): string | undefined {
  if (reading.kind === 'unreadable') return `The group could not be read: ${reading.reason}`;
  if (reading.kind === 'missing' || owner === undefined)
    return `There is no group ${group.id} here: it is gone, or these are not credentials of account ${account}`;
  return owner === account ? undefined : `The group belongs to account ${owner}, and the report is of ${account}`;
}

/** Carries out one step by the responder's own acts, which look at what they have done. */
async function carryOut(
  step: UndoStep,
  group: GroupId,
  report: Report,
  before: GroupReading,
  ec2: ActPorts,
): Promise<Undone> {
  // The acts compare what stands with what the report says of it, which here is what the undoing expects.
  const expected = report.rules.slice(0, 1).map((reported) => ({ ...reported, rule: step.rule }));
  try {
    const outcomes = await act(actsOf(step, group), { ...report, rules: expected }, before, ec2, [], false);
    const [outcome] = outcomes.values();
    if (outcome?.kind === 'done') return { kind: 'done' };
    if (isUndone(step, standingIn(await ec2.readGroup({ id: group })))) return { kind: 'so-already' };
    const reason = outcome && 'reason' in outcome ? outcome.reason : 'the rule was changed or removed meanwhile';
    return { kind: 'not-done', reason };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    return { kind: 'not-done', reason: `${error.message}; run this again to see how it stands` };
  }
}
