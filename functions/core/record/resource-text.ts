import { quoted } from './record-fields.ts';

/** A resource's id for a sentence: as it is where it has an id's shape, else in quotes, so that it can't forge the sentence. */
export const resourceText = (value: unknown): string =>
  typeof value === 'string' && /^[a-z][a-z-]{0,30}-[0-9a-f]{8,17}$/.test(value) ? value : quoted(value);
