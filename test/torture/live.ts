import type { Clock } from '../../cli/local-account/clock.ts';
import { seededRandom } from '../../cli/local-account/ids.ts';
import { inMemoryLedger } from '../../cli/local-account/ledger.ts';
import { createLocalAccount, type LocalAccount } from '../../cli/local-account/local-account.ts';
import { createLocalResponder } from '../../cli/local-account/local-responder.ts';
import { iamUser, roleSession } from '../../cli/local-account/principal.ts';
import { inMemorySweepBook } from '../../cli/local-account/sweep-book.ts';
import { listGroups } from '../../functions/aws/list-groups.ts';
import { readGroups } from '../../functions/aws/read-groups.ts';
import type { AccountId, GroupId } from '../../functions/core/ids.ts';
import type { Memory } from '../../functions/core/memory.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { sendDigest } from '../../functions/digest/send-digest.ts';
import type { Entry, Ports } from '../../functions/respond/ports.ts';
import { respond } from '../../functions/respond/respond.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { aroundEach } from '../respond/around-each.ts';
import { attempts } from './attempt.ts';
import { type Chaos, createChaos } from './chaos.ts';
import { guardrailsOf, weatherOf } from './circumstances.ts';
import { deedText, recordDeed } from './deeds.ts';
import { createDice } from './dice.ts';
import { exempting, lastEnd, PEOPLE } from './exempting.ts';
import { groupOf } from './group-of.ts';
import { createLaggingReads } from './lagging-reads.ts';
import { openMailbox } from './mailbox.ts';
import { perform } from './perform.ts';
import { plant } from './plant.ts';
import { POLICIES } from './policies.ts';
import { createPost } from './post.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { wakeSweep } from './sweeper.ts';
import type { Deed, Trial } from './trial.ts';
import { troubledPorts } from './troubled-ports.ts';

const ACCOUNT = '123456789012' as AccountId;
const REGION = 'eu-west-1';
const START = Date.parse('2026-11-23T12:00:00Z');
const ROLE = `arn:aws:iam::${ACCOUNT}:role/portcullis-respond`;

/** What breaks a responder, to see that it is found out: other ports in the place of its own, other policies than were meant. */
export type Spoil = {
  readonly ports?: (ports: Ports) => Ports;
  readonly policies?: (policies: readonly Policy[]) => readonly Policy[];
};

/** Lives one history, from its first call until nothing moves any more. The same seed, the same history. */
export async function live(seed: number, spoil: Spoil = {}): Promise<Trial> {
  const dice = createDice(seededRandom(seed));
  const scheduler = createScheduler(START);
  const clock = { now: () => new Date(scheduler.now()), advance: () => {} };
  const lines: [at: number, line: () => string][] = [];
  const note = (line: () => string) => void lines.push([scheduler.now() - START, line]);
  const weather = weatherOf(dice);
  const chaos = createChaos(scheduler, dice, weather, (attempt, what) => note(() => `${attempt.name}: ${what}`));
  const deeds: Deed[] = [];

  const account: LocalAccount = createLocalAccount({
    account: ACCOUNT,
    region: REGION,
    now: clock.now,
    random: seededRandom(seed ^ 0x5eed),
    intercept: (pending, call) => {
      const { operation, input, principal } = pending;
      const attempt = attempts.getStore();
      const reads = /^(Describe|Get)/.test(operation);
      return chaos({ name: operation, service: 'ec2', acts: !reads }, () => {
        if (!reads) {
          lagging.write();
          return recordDeed(
            account,
            { operation, input, by: String(principal.identity.arn), make: call },
            attempt,
            scheduler.now(),
            (deed) => {
              deeds.push(deed);
              // Its own events it leaves alone, so a few of them will do.
              for (const event of account.takeEvents()) if (!deed.own || dice.chance(0.2)) post.send(event);
              note(() => `${attempt?.name ?? String(principal.identity.userName)}: ${deedText(deed)}`);
            },
          );
        }
        const old = lagging.read(operation, input);
        const group = groupOf(input);
        if (group && operation === 'DescribeSecurityGroupRules') attempt?.seen.set(group, old?.at ?? scheduler.now());
        return old ? Promise.resolve().then(old.answer) : call();
      });
    },
  });
  const lagging = createLaggingReads(account.state, scheduler, dice, weather.lag);
  plant(account);

  // Dice of their own: without exemptions each seed lives the history that it would live if there were none.
  const granting = createDice(seededRandom(seed ^ 0xe8e));
  const policies = exempting(
    POLICIES.filter(() => dice.chance(0.35)),
    granting,
    START,
  );
  const deployed = spoil.policies?.(policies) ?? policies;
  const guardrails = guardrailsOf(dice);
  const callDigest: Ports['callDigest'] = async (key, seconds) => post.callDigest(key, seconds);
  const passOn: Ports['passOn'] = async (message) => post.passOn(message);
  const { ports, mailbox, ledger } = responderOn(account, clock, deployed, chaos, scheduler, (made) => {
    const whole = { ...made, callDigest, passOn };
    return spoil.ports?.(whole) ?? whole;
  });
  const settings = { policies: deployed, guardrails, ownRole: ROLE, leaseFor: 60_000 };
  const digesting = { account: ACCOUNT, region: REGION, leaseFor: 60_000 };
  const post = createPost(
    scheduler,
    dice,
    {
      respond: (event, lease) => respond(event, { ...ports, newLease: () => lease }, settings),
      sendDigest: (key, lease) => sendDigest(key, { ...ports, newLease: () => lease }, digesting),
    },
    note,
  );

  const own = account.ec2(roleSession(ACCOUNT, 'portcullis-respond', 'sweep', { userAgent: 'portcullis' }));
  const book = aroundEach(
    inMemorySweepBook(),
    (name, call) =>
      (...input) =>
        chaos({ name, service: 'other', acts: false }, () => call(...input)),
  );
  const sweeping = { ...settings, policiesHash: 'one', account: ACCOUNT, region: REGION, leaseFor: 900_000 };
  let runs = 0;
  let sweepBegan = '';
  const sweeps: { began: string; ended: string }[] = [];
  const sweepAll = async (start: boolean, timeLeft: () => number): Promise<boolean> => {
    const reading = { listGroups: listGroups(own), readGroups: readGroups(own), book };
    const sweepPorts = { ...ports, ...reading, newLease: () => `run-${++runs}` };
    if (start) sweepBegan = clock.now().toISOString();
    const { kind } = await sweep(start, sweepPorts, { ...sweeping, enforce, timeLeft });
    if (kind === 'finished') sweeps.push({ began: sweepBegan, ended: clock.now().toISOString() });
    return kind === 'finished' || kind === 'idle';
  };
  const enforce = dice.chance(0.5);
  const swept = dice.chance(0.25) ? dice.number(0, 300_000) : undefined;
  const end = lastEnd(policies, START);
  const later = end !== undefined && granting.chance(0.5) ? end - START + granting.number(0, 60_000) : undefined;
  const waking = later ?? swept;
  if (waking !== undefined) scheduler.after(waking, () => wakeSweep(scheduler, sweepAll, note));

  const people = PEOPLE.map((name) => account.ec2(iamUser(ACCOUNT, name)));
  let time = 0;
  for (let step = dice.number(3, 9); step > 0; step--) {
    time += dice.number(0, dice.chance(0.3) ? 120_000 : 6000);
    scheduler.after(time, () => void perform(account, dice.one(people), dice, true).catch(scheduler.fail));
  }
  await scheduler.run();

  const entries = new Map<string, Entry>();
  for (const id of mailbox.opened) {
    const entry = await ledger.find(id);
    if (entry) entries.set(id, entry);
  }
  const memories = new Map<GroupId, Memory>();
  for (const group of account.state.groups.keys()) {
    const memory = await ledger.recall({ account: ACCOUNT, region: REGION, group });
    if (memory) memories.set(group, memory);
  }
  return {
    ...{ account, policies, deeds, fates: post.fates, entries, memories },
    ...{ mails: mailbox.mails, digests: mailbox.digests, toldTooOften: mailbox.toldTooOften(), guardrails },
    ...{ ended: clock.now().toISOString(), sweeps },
    inDeadDigests: new Set(
      [...mailbox.keptIn].flatMap(([id, names]) =>
        [...names].every((name) => post.digests.dead.has(name) && !post.digests.sent.has(name)) ? [id] : [],
      ),
    ),
    story: () => lines.map(([at, line]) => `${(at / 1000).toFixed(3).padStart(9)} s  ${line()}`),
  };
}

/** The responder's ports as they are on a local account, met by chaos. */
function responderOn(
  account: LocalAccount,
  clock: Clock,
  policies: readonly Policy[],
  chaos: Chaos,
  scheduler: Scheduler,
  spoil: (ports: Ports) => Ports,
) {
  const ledger = inMemoryLedger();
  const mailbox = openMailbox(ledger, scheduler.now);
  let ports: Ports | undefined;
  createLocalResponder(account, clock, policies, (made) => {
    ports = troubledPorts(spoil({ ...made, ledger: mailbox.ledger, publish: mailbox.publish }), chaos, scheduler);
    return ports;
  });
  if (!ports) throw new TypeError('The responder was made without ports');
  return { ports, mailbox, ledger };
}
