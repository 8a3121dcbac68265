import type { DigestKey } from '../respond/mail-book.ts';

/** The name of a window: the instant at which it begins. */
const WINDOW = /^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/;

/** The digest that a message of the queue asks for. Throws TypeError when it is none, naming what is wrong. */
export function readDigestKey(body: string): DigestKey {
  const { window, part } = (JSON.parse(body) ?? {}) as { readonly window?: unknown; readonly part?: unknown };
  if (typeof window !== 'string' || !WINDOW.test(window))
    throw new TypeError(`The message asks for no digest: window is ${JSON.stringify(window)?.slice(0, 100)}`);
  if (typeof part !== 'number' || !Number.isSafeInteger(part) || part < 0)
    throw new TypeError(`The message asks for no digest: part is ${JSON.stringify(part)?.slice(0, 100)}`);
  return { window, part };
}
