import type { Json } from '../records/records.ts';
import type { Chain } from './chain.ts';
import type { Colleague } from './colleague.ts';
import type { Call } from './wire.ts';

/** A burst of violating changes: the groups, and the events that are still to be delivered. */
export type Burst = { readonly groups: readonly string[]; readonly events: readonly Json[] };

/** What came of a burst. */
export type Drained = {
  /** From the first message taken to the last one deleted. */
  readonly seconds: number;
  /** How many invocations ran out of time: nothing of their batches counts as done. */
  readonly cutOff: number;
  /** The reports that people were told, by id, each once; and in how many mails. */
  readonly told: ReadonlySet<string>;
  readonly mails: number;
  /** The reports that tools were given, by id, each once. */
  readonly given: ReadonlySet<string>;
  readonly deadLetters: readonly string[];
};

/** What the deployed mapping has: `maxConcurrency`. */
const POLLERS = 5;

/** Makes groups, and changes in turn in each of them: TCP ranges that end in port 22, from anywhere. */
export async function makeBurst(colleague: Colleague, groups: number, changes: number): Promise<Burst> {
  const ids: string[] = [];
  for (let at = 0; at < groups; at++) ids.push(await colleague.createGroup(`burst-${at}`));
  const events: Json[] = [];
  for (let at = 0; at < changes; at++) {
    const from = 22 - Math.floor(at / groups);
    const range = { protocol: 'tcp', from, to: 22, ipv4: ['0.0.0.0/0'] };
    events.push(await colleague.addRules(ids[at % groups] ?? '', [range]));
  }
  return { groups: ids, events };
}

/**
 * Takes a burst through the chain, with as many environments at once as are deployed. Two invocations are made to run out
 * of time: one whose removal took effect and was not answered, and one whose mail went out and was not answered.
 */
export async function drainBurst(chain: Chain, { events }: Burst): Promise<Drained> {
  // Of different batches, both among those that are taken first.
  const [first, other] = [events[0], events[POLLERS * chain.deployed.source.batchSize - 1]];
  const rule = textIn(first, /sgr-[0-9a-f]+/);
  const release = [
    stall(
      chain,
      eventIdOf(first),
      ({ action, body }) => action === 'ec2:RevokeSecurityGroupIngress' && body.includes(rule),
    ),
    stall(chain, eventIdOf(other), ({ action, body }) => action === 'sns:Publish' && body.includes(eventIdOf(other))),
  ];
  for (const event of events) if (!(await chain.deliver(event))) throw new Error('The rule does not match a change');
  const begun = performance.now();
  let [cutOff, ended] = [0, begun];
  await chain.drain(POLLERS, async ({ received, deleted }) => {
    if (deleted > 0) ended = performance.now();
    // Either the process is killed or, some milliseconds before, middy gives up the whole batch.
    if (received === 0 || deleted > 0) return;
    cutOff++;
    if (cutOff < release.length) return;
    for (const end of release) end();
    await chain.runOutLeases();
  });
  await chain.drainDigests();
  const messagesOf = (texts: readonly string[]) => texts.map((text) => JSON.parse(JSON.parse(text).Message) as Told);
  const notices = messagesOf(await chain.notices());
  return {
    seconds: (ended - begun) / 1000,
    cutOff,
    told: new Set(notices.flatMap(({ id, findings }) => findings?.map(({ reportId }) => reportId) ?? [id])),
    mails: notices.length,
    given: new Set(messagesOf(await chain.reports()).map(({ id }) => id)),
    deadLetters: await chain.deadLetters(),
  };
}

/** A report, or the digest of several. */
type Told = { readonly id: string; readonly findings?: readonly { readonly reportId: string }[] };

/** From a call on keeps back its answer, and that of all which speak of its event: no further try gets anywhere. */
function stall(chain: Chain, eventId: string, from: (call: Call) => boolean): () => void {
  let begun = false;
  return chain.wire.hold((call) => {
    const first = from(call);
    begun ||= first;
    return first || (begun && call.body.includes(eventId));
  });
}

const eventIdOf = (event: Json | undefined): string => textIn(event, /(?<="eventID":")[^"]+/);

function textIn(event: Json | undefined, pattern: RegExp): string {
  const [text] = pattern.exec(JSON.stringify(event)) ?? [];
  if (text === undefined) throw new TypeError(`The burst is too small, or its events have no ${pattern}`);
  return text;
}
