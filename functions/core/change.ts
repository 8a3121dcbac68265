import { type Actor, readActor } from './actor.ts';
import { type HandledEvent, handledEvent } from './events.ts';
import type { AccountId, GroupId } from './ids.ts';
import { accountOf, doubtOf, regionOf } from './record/delivery.ts';
import { type Fields, field, isAbsent, isFields, printable, quoted } from './record/record-fields.ts';
import { isUtcTime } from './record/utc-time.ts';
import type { Rule } from './rule.ts';

/** What one record did to one group's ingress. */
export type Change = {
  readonly eventId: string;
  readonly eventName: string;
  /** When the call was made, ISO 8601 in UTC, as the record says. */
  readonly time: string;
  readonly account: AccountId;
  readonly region: string;
  readonly actor: Actor;
  /** The changed group; the record may know its id, its name (default VPC), or neither. */
  readonly group: { readonly id?: GroupId; readonly name?: string };
  readonly effect: /** Rules added, one for each source; their ids where the response named them. */
    | { readonly kind: 'added'; readonly rules: readonly Rule[] }
    /** The record can't be understood or is not judged yet: told, never acted on. */
    | { readonly kind: 'unclear'; readonly reason: string };
};

/** What a record comes to: a change, nothing to judge, or no CloudTrail record at all. */
export type Reading =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'ignored'; readonly reason: string }
  /** `path` names the place in the record: `detail.eventID`. */
  | { readonly kind: 'malformed'; readonly path: string; readonly reason: string };

/**
 * Reads one CloudTrail record, bare or as the `detail` of an EventBridge event. Never throws, whatever the input.
 *
 * `ignored` needs no eye: an event that is not handled, a call that failed, or one that `ownRole` (the responder's role
 * ARN) made. `malformed` has no place to be told from: no id, time, account or region. Texts in reasons are shortened and
 * escaped; descriptions and the actor's texts are raw.
 */
export function readRecord(input: unknown, ownRole?: string): Reading {
  const wrapped = isFields(input) && !Object.hasOwn(input, 'eventName') && Object.hasOwn(input, 'detail');
  const envelope = wrapped ? input : undefined;
  const record = wrapped ? field(input, 'detail') : input;
  const at = (key: string): string => (wrapped ? `detail.${key}` : key);
  if (!isFields(record)) {
    return malformed(wrapped ? 'detail' : 'record', `${quoted(record)} is no CloudTrail record`);
  }
  const text = (key: string): string | undefined => {
    const value = field(record, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const wrong = (key: string, wanted: string) => malformed(at(key), `${quoted(field(record, key))} is no ${wanted}`);

  const eventName = text('eventName');
  if (!eventName) return wrong('eventName', 'event name');
  const eventSource = text('eventSource');
  if (!eventSource) return wrong('eventSource', 'event source');
  const handled = handledEvent(eventName, eventSource);
  if (!handled) return ignored(`${quoted(eventName)} of ${quoted(eventSource)} is not handled`);
  const failure = ['errorCode', 'errorMessage']
    .map((key) => field(record, key))
    .find((value) => value !== '' && value !== false && !isAbsent(value));
  if (failure !== undefined) return ignored(`the call failed: ${unquoted(failure)}`);
  if (ownRole && madeBy(record, ownRole)) return ignored('made by Portcullis itself');

  const eventId = text('eventID');
  if (!eventId || !/^[\w.:-]{1,128}$/.test(eventId)) return wrong('eventID', 'event id');
  const time = field(record, 'eventTime');
  if (!isUtcTime(time)) return wrong('eventTime', 'time like 2026-11-23T12:00:00Z');
  const account = accountOf(record, envelope);
  if (!account) return wrong('recipientAccountId', 'account number, and no other is in the record');
  const region = regionOf(record, envelope);
  if (!region) return wrong('awsRegion', 'region');

  const actor = readActor(record);
  const { group, effect } = readEffect(handled, record, account);
  const reason = doubtOf(envelope, eventSource, account) ?? (effect.kind === 'unclear' ? effect.reason : undefined);
  const told = reason === undefined ? effect : ({ kind: 'unclear', reason: printable(reason) } as const);
  return { kind: 'change', change: { eventId, eventName, time, account, region, actor, group, effect: told } };
}

function readEffect(handled: HandledEvent, record: Fields, account: AccountId): Pick<Change, 'group' | 'effect'> {
  switch (handled.effect) {
    case 'added':
      return handled.read(record, account);
    case 'unclear':
      return { group: handled.group(record), effect: { kind: 'unclear', reason: handled.reason } };
    default:
      return handled satisfies never;
  }
}

function madeBy(record: Fields, role: string): boolean {
  const identity = field(record, 'userIdentity');
  return field(identity, 'sessionContext', 'sessionIssuer', 'arn') === role || field(identity, 'arn') === role;
}

/** A value for a message, escaped and shortened like a quoted one, but without the quotes. */
const unquoted = (value: unknown): string => (typeof value === 'string' ? quoted(value).slice(1, -1) : quoted(value));

const ignored = (reason: string): Reading => ({ kind: 'ignored', reason });

const malformed = (path: string, reason: string): Reading => ({ kind: 'malformed', path, reason });
