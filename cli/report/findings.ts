import type { FindingFacts, OccurrenceFacts } from './page-data.ts';
import type { ReportedChange } from './reported-change.ts';
import { BROKEN, RESULTS } from './result.ts';
import { nameOf, recordJson, sentenceOf } from './safe-text.ts';

/** A finding as it is gathered; `records` are raw records as JSON, in the order of the occurrences that have one. */
export type Finding = Omit<FindingFacts, 'occurrences' | 'offending' | 'remainder'> & {
  readonly offending: readonly string[];
  readonly remainder: readonly string[];
  readonly occurrences: readonly (OccurrenceFacts & { readonly json?: string })[];
};

/** The indices that a change has in the tables of names. */
export type Place = Pick<FindingFacts, 'result' | 'set' | 'actor' | 'group' | 'tool'>;

/** Distinct findings, each with its first few changes: bounded, however many changes there are. */
export type Findings = {
  /** `time` is in epoch seconds. */
  readonly add: (change: ReportedChange, place: Place, time: number) => void;
  readonly list: () => readonly Finding[];
  /** Changes whose finding had no room. */
  readonly unlisted: () => number;
  /** Raw records that came, and those that had room. */
  readonly records: () => { readonly seen: number; readonly kept: number };
};

type Draft = { -readonly [Key in keyof Finding]: Finding[Key] } & {
  occurrences: (OccurrenceFacts & { json?: string })[];
};

const MOST_FINDINGS = 8_000;
const MOST_OCCURRENCES = 25;
/** Of all findings together; beyond that each finding has its first change alone. */
const ROOM_FOR_OCCURRENCES = 20_000;
/** Characters of all raw records together. */
const ROOM_FOR_RECORDS = 6_000_000;
/** Of one finding only so many records: the others differ in little but ids. */
const MOST_RECORDS = 5;
const MOST_PIECES = 40;

/** No findings yet. */
export function findings(): Findings {
  const known = new Map<string, Draft>();
  let [unlisted, seen, kept, free, single] = [0, 0, 0, ROOM_FOR_RECORDS, 0];
  const take = (change: ReportedChange, held: number): string | undefined => {
    if (change.record === undefined) return undefined;
    seen++;
    if (free <= 0 || held >= MOST_RECORDS) return undefined;
    const json = recordJson(change.record);
    free -= json.length;
    kept++;
    return json;
  };
  return {
    add(change, place, time) {
      const { offending, remainder, reason, severity, mode, remedy } = change;
      const key = JSON.stringify([Object.values(place), severity, mode, remedy, offending, remainder, reason]).slice(
        0,
        4000,
      );
      const found = known.get(key);
      // Other findings leave half of the room to those that break a policy, whoever comes first.
      const room = BROKEN.has(RESULTS[place.result] ?? 'compliant') ? MOST_FINDINGS : MOST_FINDINGS / 2;
      if (!found && known.size >= room) {
        if (change.record !== undefined) seen++;
        unlisted++;
        return;
      }
      const finding = found ?? draft(change, place, time);
      if (!found) known.set(key, finding);
      finding.count++;
      finding.first = Math.min(finding.first, time);
      finding.last = Math.max(finding.last, time);
      const held = finding.occurrences.filter(({ json }) => json !== undefined).length;
      const most = single < ROOM_FOR_OCCURRENCES ? MOST_OCCURRENCES : 1;
      if (finding.occurrences.length >= most) {
        if (change.record !== undefined) seen++;
        return;
      }
      const json = take(change, held);
      single++;
      finding.occurrences.push({ ...occurrence(change, time), ...(json !== undefined && { json }) });
    },
    list: () => [...known.values()],
    unlisted: () => unlisted,
    records: () => ({ seen, kept }),
  };
}

function draft(
  { severity, mode, remedy, offending, remainder, reason }: ReportedChange,
  place: Place,
  time: number,
): Draft {
  const pieces = (texts: readonly string[]) => texts.slice(0, MOST_PIECES).map(nameOf);
  const more = (texts: readonly string[]) => Math.max(0, texts.length - MOST_PIECES);
  return {
    ...place,
    severity,
    mode,
    remedy,
    offending: pieces(offending),
    remainder: pieces(remainder),
    morePieces: more(offending) + more(remainder),
    reason: sentenceOf(reason),
    count: 0,
    first: time,
    last: time,
    occurrences: [],
  };
}

function occurrence(change: ReportedChange, time: number): OccurrenceFacts {
  const { eventName, eventId, actorName, place, outcome, exposure, told } = change;
  return {
    time,
    event: nameOf(eventName),
    id: nameOf(eventId),
    who: nameOf(actorName),
    place: nameOf(place),
    ...(outcome && { outcome }),
    ...(exposure !== undefined && { exposure }),
    ...(told && { told: told.mail ? (told.event ? 'me' : 'm') : told.event ? 'e' : '' }),
  };
}
