import type { Step } from '../../core/plan.ts';
import { type Doing, done, LOOKS } from './doing.ts';
import { revokeStep } from './revoke.ts';

/**
 * Gives a prefix list the entries of an earlier version, and waits until it has them. Where that fails, the rules that use
 * the list are removed. Several groups may use it: whoever comes later finds the newer version and is done.
 */
export async function restoreListStep(
  { list, version, rules }: Extract<Step, { kind: 'restore-list' }>,
  doing: Doing,
): Promise<void> {
  const { ports, settle } = doing;
  const instead = await restoreEntries();
  if (instead !== undefined) return revokeStep(rules, doing, instead);
  for (const id of rules) settle(id, done(doing));

  async function restoreEntries(): Promise<string | undefined> {
    const reading = await ports.readList(list);
    if (reading.kind === 'unreadable') return reading.reason;
    if (!reading.own) return 'the list belongs to another account';
    if (reading.version > version + 1) return 'the list was changed again since';
    const answer = await ports.restoreList(list, reading.version, version);
    if (answer.kind === 'refused') return answer.reason;
    for (const wait of LOOKS) {
      if (wait > 0) await ports.pause(wait);
      const after = await ports.readList(list);
      if (after.kind === 'found' && after.version > reading.version) return undefined;
    }
    return 'AWS accepted the earlier entries, yet the list does not have them';
  }
}
