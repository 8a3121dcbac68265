import type { Change } from '../../functions/core/change.ts';
import type { Guardrails } from '../../functions/core/guardrails.ts';
import type { Notice } from '../../functions/core/notice.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { readRecord } from '../../functions/core/read-record.ts';
import type { Handled } from '../../functions/respond/respond.ts';
import { type Clock, createClock } from '../local-account/clock.ts';
import { createLocalAccount, type LocalAccount } from '../local-account/local-account.ts';
import { createLocalResponder, type LocalResponder, TOLD_APART } from '../local-account/local-responder.ts';

/** Accounts in memory, as records speak of them. */
export type World = {
  /** Takes one record through the responder of its account and region, a few seconds after it was made. */
  readonly run: (
    change: Change,
    record: unknown,
  ) => Promise<{ responses: readonly Handled[]; notices: readonly Notice[] }>;
};

/** How long after its call a record is handled, in milliseconds. */
const DELIVERY = 4000;

type Place = { readonly account: LocalAccount; readonly responder: LocalResponder; readonly clock: Clock };

/** Accounts that hold the groups and rules which the records speak of. What a log does not say, such as tags, is not there. */
export function plantWorld(records: readonly unknown[], policies: readonly Policy[], guardrails: Guardrails): World {
  const places = new Map<string, Place>();
  const placeOf = ({ account, region }: Change): Place => {
    const key = `${account}/${region}`;
    const known = places.get(key);
    if (known) return known;
    const clock = createClock('1970-01-01T00:00:00Z');
    const local = createLocalAccount({ account, region, now: clock.now });
    const place = {
      account: local,
      clock,
      responder: createLocalResponder(local, clock, policies, undefined, { ...guardrails, mails: TOLD_APART.mails }),
    };
    places.set(key, place);
    return place;
  };
  for (const record of records) {
    const reading = readRecord(record);
    for (const change of reading.kind === 'changes' ? reading.changes : []) plant(change, placeOf(change).account);
  }
  return {
    run: async (change, record) => {
      const { account, clock, responder } = placeOf(change);
      // A rule that the log adds more than once has, for now, the id that this record gives it.
      plant(change, account);
      clock.advance(Math.max(0, Date.parse(change.time) + DELIVERY - clock.now().getTime()));
      const told = responder.notices.length;
      const responses = await responder.respond(record);
      return { responses, notices: responder.notices.slice(told) };
    },
  };
}

/** Puts there what a change speaks of, as it is right after it: what it added or asked for stands, what it took does not. */
function plant({ group, effect }: Change, account: LocalAccount): void {
  if (group.using !== undefined) account.plantList({ id: group.using });
  if (group.id === undefined && group.name === undefined) return;
  // A log seldom says a group's name; its id is what a reader can look up.
  const name = group.name ?? group.id ?? '';
  const rules =
    effect.kind === 'added'
      ? effect.rules
      : effect.kind === 'modified'
        ? effect.rules.flatMap(({ id, to }) => (to ? [{ ...to, id }] : []))
        : [];
  account.plantGroup({ ...(group.id && { id: group.id }), name, rules });
}
