import type { LocalAccount } from '../../cli/local-account/local-account.ts';
import { ruleText } from '../../functions/core/rule.ts';
import type { Attempt } from './attempt.ts';
import { groupOf } from './group-of.ts';
import { type Deed, type Standing, standingOf } from './trial.ts';

/** Makes a call that changes an account, and gives what it did; nothing when EC2 turned it down. */
export async function recordDeed<Output>(
  account: LocalAccount,
  call: {
    readonly operation: string;
    readonly input: Deed['input'];
    readonly by: string;
    readonly make: () => Promise<Output>;
  },
  attempt: Attempt | undefined,
  at: number,
  done: (deed: Deed) => void,
): Promise<Output> {
  const { operation, input, by, make } = call;
  const before = standingOf(account);
  const recorded = account.records.length;
  // The local account does its work at once, before anybody else's turn; only the answer waits.
  const answer = make();
  const record = account.records[recorded];
  if (record && record.errorCode === undefined) {
    const after = standingOf(account);
    const group = groupOf(input);
    const seenAt = group === undefined ? undefined : attempt?.seen.get(group);
    done({
      eventId: record.eventID,
      operation,
      input,
      at,
      own: attempt !== undefined,
      by,
      before,
      after,
      touched: touchedBetween(before, after),
      ...(seenAt !== undefined && { seenAt }),
    });
  }
  return answer;
}

function touchedBetween(before: Standing, after: Standing): Deed['touched'] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].filter((id) => {
    const [was, is] = [before.get(id)?.rule, after.get(id)?.rule];
    return !was || !is || JSON.stringify(was) !== JSON.stringify(is);
  });
}

/** A deed in one line for a person. */
export function deedText(deed: Deed): string {
  const text = (standing: Standing, id: Deed['touched'][number]) => {
    const held = standing.get(id);
    return held ? ruleText(held.rule) : 'nothing';
  };
  const rules = deed.touched.map((id) => `${id.slice(0, 8)}: ${text(deed.before, id)} -> ${text(deed.after, id)}`);
  const { GroupName, Resources, PrefixListId, AddEntries, RemoveEntries } = deed.input;
  const on = [groupOf(deed.input), GroupName, Resources, PrefixListId, AddEntries, RemoveEntries];
  const words = on.flatMap((each) =>
    each === undefined ? [] : [typeof each === 'string' ? each : JSON.stringify(each)],
  );
  return `${deed.operation} ${words.join(' ')} [${rules.join('; ')}] event ${deed.eventId.slice(0, 8)}`;
}
