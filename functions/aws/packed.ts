import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A text as it is kept in the table: itself, or its gzip where that is needed to keep an item under its limit. */
export type Packed = { readonly S: string } | { readonly B: Uint8Array };

/** The bytes up to which a text is kept as it is, so that a person can read it in the console. */
const PLAIN = 32_768;

/** Packs a text. */
export function pack(text: string): Packed {
  return Buffer.byteLength(text) <= PLAIN ? { S: text } : { B: gzipSync(text) };
}

/** The bytes that a packed text takes in its item. */
export const packedSize = (packed: Packed): number => ('S' in packed ? Buffer.byteLength(packed.S) : packed.B.length);

/** The text of an attribute that `pack` made. Throws TypeError when it is none. */
export function unpack(value: AttributeValue | undefined): string {
  if (value?.S !== undefined) return value.S;
  if (value?.B !== undefined) return gunzipSync(value.B).toString();
  throw new TypeError('The attribute holds no packed text');
}
