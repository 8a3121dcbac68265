const WEEK = 168;
/** 1970-01-05 was a Monday. */
const MONDAY = 96;

const offsetOf = (hours: number): number => (hours % WEEK === 0 ? MONDAY : 0);

/** The number of the period of so many hours in which an hour since the epoch lies; weeks begin on Mondays, all in UTC. */
export const periodOf = (hour: number, hours: number): number => Math.floor((hour - offsetOf(hours)) / hours);

/** The hour since the epoch at which a period begins. */
export const hourOf = (period: number, hours: number): number => period * hours + offsetOf(hours);
