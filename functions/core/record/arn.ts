import { textOf } from './record-fields.ts';

/** IAM allows a role's path 512 characters and its name 64; no real ARN comes near this. */
const LONGEST = 2048;

/** The ARN in a value; undefined when it is none. Never cut: a shortened ARN is another principal's. */
export const arnOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= LONGEST && value.startsWith('arn:') ? value : undefined;

/** What comes after the last separator; undefined when there is nothing, or no separator. */
export function lastPart(value: unknown, separator: '/' | ':'): string | undefined {
  if (typeof value !== 'string' || !value.includes(separator)) return undefined;
  return textOf(value.slice(value.lastIndexOf(separator) + 1), 256);
}
