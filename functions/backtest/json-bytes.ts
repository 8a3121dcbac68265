/** The bytes that structure JSON, each a constant of its own: looked up in an object they take half as long again. */
export const NEWLINE = 0x0a;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** Whether a byte can be part of a number or of true, false and null. */
export const isWordByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e;

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** Whether some bytes are a number, true, false or null. */
export function isLiteral(bytes: Buffer, first: number, end: number): boolean {
  // Almost all are whole numbers without a sign.
  let at = first;
  while (at < end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at++;
  if (at === end) return end - first === 1 || bytes[first] !== 0x30;
  const text = bytes.toString('latin1', first, Math.min(end, first + 400));
  return text === 'true' || text === 'false' || text === 'null' || NUMBER.test(text);
}

/** A byte for a message: printable ASCII in quotes, else its number. */
export const byteText = (byte: number): string =>
  byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte ${byte}`;
