import type { Policy } from '../core/policy.ts';
import { type Reading, readRecord } from '../core/read-record.ts';
import { type Fields, field, isFields } from '../core/record/record-fields.ts';
import { follow } from './follow.ts';
import { judgeStep } from './judge-step.ts';
import type { JudgedChange } from './judged-change.ts';
import { judgedChangeOf } from './judged-change-of.ts';
import type { KnownWorld } from './known-world.ts';
import { learn } from './side-events.ts';

/** A record that was read, and where it stands. */
export type ReadAt = { readonly reading: Reading; readonly record: unknown; readonly place: string };

/** Reads a record for a rehearsal. */
export const readAt = (record: unknown, place: string): ReadAt => ({ reading: readRecord(record), record, place });

/**
 * Judges a record by some sets of policies, after the records that came before it in time, and takes it into what is known.
 * Gives for each change to a group what each set of policies says of it.
 */
export function rehearse(
  world: KnownWorld,
  { reading, record, place }: ReadAt,
  policySets: readonly (readonly Policy[])[],
): readonly (readonly JudgedChange[])[] {
  const wrapped = isFields(record) && !Object.hasOwn(record, 'eventName') && isFields(field(record, 'detail'));
  const [bare, envelope] = (wrapped ? [field(record, 'detail'), record] : [record, undefined]) as [
    Fields,
    Fields | undefined,
  ];
  if (reading.kind !== 'changes') {
    if (isFields(bare)) learn(world, bare, envelope);
    return [];
  }
  return reading.changes.flatMap((change) => {
    const steps = follow(world, change, bare);
    const lists = world.lists(change);
    return steps.flatMap((step) => {
      const judged = policySets.map((policies) =>
        judgedChangeOf(step, judgeStep(step, policies, lists), policies, { place, record }),
      );
      return isWorthALine(step, judged) ? [judged] : [];
    });
  });
}

/** What concerns no group is a line only where a policy has something to say of it. */
function isWorthALine(
  { change, unknown }: ReturnType<typeof follow>[number],
  judged: readonly JudgedChange[],
): boolean {
  const noGroup = unknown !== undefined || (change.effect.kind === 'watched' && change.group.id === undefined);
  return !noGroup || judged.some(({ verdict }) => verdict !== 'compliant');
}
