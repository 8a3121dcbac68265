import type { RuleId } from '../../core/ids.ts';
import { locate } from '../../core/locate.ts';
import type { Outcome, Report } from '../../core/report.ts';
import { ruleText } from '../../core/rule.ts';
import type { GroupReading } from '../ports.ts';
import { type Doing, LOOKS } from './doing.ts';

/**
 * Removes rules. AWS's answer to a revoke is not trusted, a read after it is: a rule that still stands is revoked again at
 * every look, until the looks run out. One that seems gone though nothing removed it is looked for as long: a reading may
 * be older than the one that it was judged by, and older than the rule. `instead` says why a milder repair could not be had.
 */
export async function revokeStep(rules: readonly RuleId[], doing: Doing, instead?: string): Promise<void> {
  const { group, report, before, ports, resumed, settle } = doing;
  const done = (more: object = {}): Outcome => ({
    kind: 'done',
    at: ports.now(),
    ...more,
    ...(instead !== undefined && { instead }),
  });
  const removed = new Set<RuleId>();
  let accepted = 0;
  let left = rules;
  let vanished: RuleId[] = [];
  const sortOut = (reading: GroupReading) => {
    left = left.filter((id) => {
      const place = placeOf(id, report, reading);
      switch (place.kind) {
        case 'standing':
          return true;
        case 'gone':
          if (removed.has(id)) settle(id, done());
          else vanished.push(id);
          return false;
        case 'changed':
          settle(id, { kind: 'changed', at: ports.now(), now: ruleText(place.rule) });
          return false;
        case 'uncertain':
          settle(id, { kind: 'held', reason: place.reason });
          return false;
        case 'unreadable':
          settle(id, { kind: 'failed', reason: `the group could not be read: ${place.reason}` });
          return false;
        default:
          return place satisfies never;
      }
    });
  };
  sortOut(before);
  for (const wait of LOOKS) {
    if (left.length + vanished.length === 0) return;
    const answer = left.length === 0 ? undefined : await ports.revoke(group, left);
    if (answer?.kind === 'refused') {
      for (const id of left) settle(id, { kind: 'failed', reason: answer.reason });
      left = [];
    }
    if (answer?.kind === 'revoked') {
      accepted++;
      for (const id of left) removed.add(id);
    }
    if (wait > 0) await ports.pause(wait);
    left = [...left, ...vanished];
    vanished = [];
    sortOut(await ports.readGroup({ id: group }));
  }
  const gone = (): Outcome => (resumed ? done({ resumed }) : { kind: 'already-gone', at: ports.now() });
  for (const id of vanished) settle(id, gone());
  const reason = `of ${LOOKS.length} revokes one after another AWS accepted ${accepted}, yet the rule still stands`;
  for (const id of left) settle(id, { kind: 'failed', reason });
}

function placeOf(id: RuleId, report: Report, reading: GroupReading) {
  if (reading.kind === 'unreadable') return reading;
  const rule = report.rules.find((reported) => reported.rule.id === id)?.rule;
  if (rule === undefined) throw new TypeError(`Rule ${id} of the plan is not in report ${report.id}`);
  return locate(rule, reading.kind === 'found' ? reading.standing : []);
}
