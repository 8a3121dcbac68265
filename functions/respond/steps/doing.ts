import type { GroupId } from '../../core/ids.ts';
import type { Policy } from '../../core/policy.ts';
import type { Outcome, Report } from '../../core/report.ts';
import type { Rule } from '../../core/rule.ts';
import type { GroupReading, Ports } from '../ports.ts';

/** What acting needs of the world. */
export type ActPorts = Pick<
  Ports,
  | 'readGroup'
  | 'readLists'
  | 'findGroups'
  | 'revoke'
  | 'authorize'
  | 'modify'
  | 'readList'
  | 'readEntries'
  | 'restoreList'
  | 'now'
  | 'pause'
>;

/** What every step works with. */
export type Doing = {
  readonly group: GroupId;
  readonly report: Report;
  /** The group as it was read before the first step. */
  readonly before: GroupReading;
  readonly ports: ActPorts;
  /** What the rules were judged by. */
  readonly policies: readonly Policy[];
  /** An earlier attempt may have begun, so that what is found done counts as done by it. */
  readonly resumed: boolean;
  /** Writes the outcome of a rule, named by its key. */
  readonly settle: (key: string, outcome: Outcome) => void;
};

/** How long to wait, in milliseconds, before each look at what an act left: EC2's reads lag behind its writes. */
export const LOOKS = [0, 500, 1500, 3000];

/** Looks at a group until it is as it should be, or the looks run out. Throws RetryableError. */
export async function lookFor(
  { group, ports }: Doing,
  asItShould: (standing: readonly Rule[]) => boolean,
): Promise<boolean> {
  for (const wait of LOOKS) {
    if (wait > 0) await ports.pause(wait);
    const reading = await ports.readGroup({ id: group });
    if (reading.kind === 'found' && asItShould(reading.standing)) return true;
  }
  return false;
}

/** The rules that stood before the first step. */
export const standingBefore = ({ before }: Doing): readonly Rule[] => (before.kind === 'found' ? before.standing : []);

/** An outcome `done` now. */
export const done = ({ ports }: Doing, more: { readonly resumed?: true; readonly instead?: string } = {}): Outcome => ({
  kind: 'done',
  at: ports.now(),
  ...more,
});

/** What it is called when there was nothing left to do: our own doing if an earlier attempt had begun. */
export const settled = (doing: Doing): Outcome =>
  doing.resumed ? done(doing, { resumed: true }) : { kind: 'already-gone', at: doing.ports.now() };
