import { readActor } from './actor.ts';
import type { Change, Effect } from './change.ts';
import { handledEvent } from './events.ts';
import { accountOf, doubtOf, regionOf } from './record/delivery.ts';
import { idleOf } from './record/dialects.ts';
import type { Part } from './record/event-part.ts';
import { type Fields, field, isAbsent, isFields, printable, quoted } from './record/record-fields.ts';
import { isUtcTime } from './record/utc-time.ts';

/** What a record comes to: changes (one for each group), nothing to judge, or no CloudTrail record at all. */
export type Reading =
  | { readonly kind: 'changes'; readonly changes: readonly [Change, ...Change[]] }
  | { readonly kind: 'ignored'; readonly reason: string }
  /** `path` names the place in the record: `detail.eventID`. */
  | { readonly kind: 'malformed'; readonly path: string; readonly reason: string };

/**
 * Reads one CloudTrail record, bare or as the `detail` of an EventBridge event. Never throws, whatever the input.
 *
 * `ignored` needs no eye: an event that is not handled or touches no security group, a call that failed, or one that
 * `ownRole` (the responder's role ARN) made. `malformed` has no place to be told from: no id, time, account or region.
 * Texts in reasons and details are shortened and escaped; names, tags, descriptions and the actor's texts are raw.
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

  const parts = handled.read(record, { account, region });
  if ('ignored' in parts) return ignored(parts.ignored);
  const facts = { eventId, eventName, time, account, region, actor: readActor(record) };
  const doubt = doubtOf(envelope, eventSource, account) ?? idleOf(record);
  const changeOf = ({ group, effect }: Part): Change => ({ ...facts, group, effect: told(effect, doubt) });
  const [first, ...others] = parts;
  return { kind: 'changes', changes: [changeOf(first), ...others.map(changeOf)] };
}

/** An effect as it is told: unclear where the record is in doubt, and in words that can't forge a line. */
function told(effect: Effect, doubt: string | undefined): Effect {
  if (doubt !== undefined) return { kind: 'unclear', reason: printable(doubt) };
  if (effect.kind === 'unclear') return { kind: 'unclear', reason: printable(effect.reason) };
  return effect.kind === 'watched' ? { ...effect, detail: printable(effect.detail) } : effect;
}

function madeBy(record: Fields, role: string): boolean {
  const identity = field(record, 'userIdentity');
  return field(identity, 'sessionContext', 'sessionIssuer', 'arn') === role || field(identity, 'arn') === role;
}

/** A value for a message, escaped and shortened like a quoted one, but without the quotes. */
const unquoted = (value: unknown): string => (typeof value === 'string' ? quoted(value).slice(1, -1) : quoted(value));

const ignored = (reason: string): Reading => ({ kind: 'ignored', reason });

const malformed = (path: string, reason: string): Reading => ({ kind: 'malformed', path, reason });
