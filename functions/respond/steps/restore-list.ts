import type { PrefixListId, RuleId } from '../../core/ids.ts';
import type { Step } from '../../core/plan.ts';
import { stillBroken } from '../../core/still-broken.ts';
import { type Doing, done, LOOKS } from './doing.ts';
import { openedByList } from './opened-by-list.ts';
import { revokeStep } from './revoke.ts';

/**
 * Gives a prefix list the entries of an earlier version. It is done when the rules, judged anew by the entries that the
 * list has now, break nothing any more, whoever brought that about: several groups may use the list. Where a freeze
 * minds, that is when the entries are those of the version again. Rules that still do when the looks run out, or when
 * the list can't be restored or must not be, since its earlier entries would open another hole, are removed, but for those
 * that only a freeze minds: they stood before.
 */
export async function restoreListStep(
  { list, version, rules }: Extract<Step, { kind: 'restore-list' }>,
  doing: Doing,
): Promise<void> {
  const { ports, settle } = doing;
  const frozen = new Set(rules.filter((id) => isMindedBy(id, 'freeze', doing)));
  const stillLeft = async () => {
    const [open, reading] = await Promise.all([
      broken(rules, list, doing),
      frozen.size > 0 ? ports.readList(list, version) : undefined,
    ]);
    // Read while the change itself may not show yet, its entries are no proof.
    const same = reading?.kind === 'found' && reading.same === true && reading.version > version + 1;
    return rules.filter((id) => open.includes(id) || (frozen.has(id) && !same));
  };
  let left: readonly RuleId[] = rules;
  let instead = 'the list did not get its earlier entries in time';
  for (const wait of LOOKS) {
    if (wait > 0) await ports.pause(wait);
    left = await stillLeft();
    if (left.length === 0) break;
    const reading = await ports.readList(list);
    if (reading.kind === 'unreadable' || !reading.own) {
      instead = reading.kind === 'unreadable' ? reading.reason : 'the list belongs to another account';
      break;
    }
    // A later version is somebody's later edit, or our own restore, whose entries may not show yet.
    if (reading.version > version + 1) continue;
    const opened = await openedByList(list, reading.version, version, doing);
    if (opened !== undefined) {
      instead = opened;
      break;
    }
    const answer = await ports.restoreList(list, reading.version, version);
    if (answer.kind === 'refused') {
      instead = answer.reason;
      break;
    }
  }
  if (left.length > 0) left = await stillLeft();
  for (const id of rules) if (!left.includes(id)) settle(id, done(doing));
  const removed = left.filter((id) => isMindedBy(id, 'others', doing));
  for (const id of left) if (!removed.includes(id)) settle(id, { kind: 'failed', reason: instead });
  if (removed.length > 0)
    await revokeStep(removed, { ...doing, before: await ports.readGroup({ id: doing.group }) }, instead);
}

/** Whether a policy that freezes the group, or any other, is broken by a rule. */
function isMindedBy(id: RuleId, by: 'freeze' | 'others', { report, policies }: Doing): boolean {
  const verdict = report.rules.find(({ rule }) => rule.id === id)?.verdict;
  if (verdict?.kind !== 'violation') return false;
  const freezes = new Set(policies.flatMap((policy) => (policy.ban.kind === 'freeze' ? [policy.id] : [])));
  return verdict.findings.some(({ policy }) => freezes.has(policy) === (by === 'freeze'));
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
