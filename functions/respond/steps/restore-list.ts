import type { PrefixListId, RuleId } from '../../core/ids.ts';
import type { Step } from '../../core/plan.ts';
import { stillBroken } from '../../core/still-broken.ts';
import { type Doing, done, LOOKS } from './doing.ts';
import { revokeStep } from './revoke.ts';

/**
 * Gives a prefix list the entries of an earlier version. It is done when the rules, judged anew by the entries that the
 * list has now, break nothing any more, whoever brought that about: several groups may use the list. Rules that still do
 * when the looks run out, or when the list can't be restored, are removed.
 */
export async function restoreListStep(
  { list, version, rules }: Extract<Step, { kind: 'restore-list' }>,
  doing: Doing,
): Promise<void> {
  const { ports, settle } = doing;
  let left: readonly RuleId[] = rules;
  let instead = 'the list did not get its earlier entries in time';
  for (const wait of LOOKS) {
    if (wait > 0) await ports.pause(wait);
    left = await broken(rules, list, doing);
    if (left.length === 0) break;
    const reading = await ports.readList(list);
    if (reading.kind === 'unreadable' || !reading.own) {
      instead = reading.kind === 'unreadable' ? reading.reason : 'the list belongs to another account';
      break;
    }
    // A later version is somebody's later edit, or our own restore, whose entries may not show yet.
    if (reading.version > version + 1) continue;
    const answer = await ports.restoreList(list, reading.version, version);
    if (answer.kind === 'refused') {
      instead = answer.reason;
      break;
    }
  }
  if (left.length > 0) left = await broken(rules, list, doing);
  for (const id of rules) if (!left.includes(id)) settle(id, done(doing));
  if (left.length > 0)
    await revokeStep(left, { ...doing, before: await ports.readGroup({ id: doing.group }) }, instead);
}

async function broken(rules: readonly RuleId[], list: PrefixListId, doing: Doing): Promise<RuleId[]> {
  const { group, ports, policies, report } = doing;
  const [reading, lists] = await Promise.all([ports.readGroup({ id: group }), ports.readLists([list])]);
  // What can't be read is not known to be repaired.
  if (reading.kind !== 'found') return reading.kind === 'missing' ? [] : [...rules];
  const { account, region } = report;
  const at = ports.now();
  return stillBroken(
    report,
    rules,
    { account, region, group: reading.group, standing: reading.standing, lists, at },
    policies,
  );
}
