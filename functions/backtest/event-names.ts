import { HANDLED_EVENTS } from '../core/events.ts';
import { SIDE_EVENTS } from './side-events.ts';

/** The events that a rehearsal is interested in: those that are judged, and those that tell what stands. */
export const EVENT_NAMES: ReadonlySet<string> = new Set([...Object.keys(HANDLED_EVENTS), ...SIDE_EVENTS]);
