import type { Interval } from './interval.ts';

declare const canonical: unique symbol;

/** A CIDR in canonical text: no host bits, IPv6 as RFC 5952 writes it. Equal blocks have equal texts. */
export type Cidr = string & { readonly [canonical]: true };

/** 4 or 6. IPv4 and IPv6 never meet: `::ffff:0:0/96` is IPv6. */
export type Family = 4 | 6;

const BITS = { 4: 32, 6: 128 } as const;

/** A CIDR as numbers; `hostBits` is set when the text had bits beyond its prefix, which AWS drops. */
export type ParsedCidr = { family: Family; prefix: number; addresses: Interval; cidr: Cidr; hostBits: boolean };

/** Reads `a.b.c.d/n` or `x::y/n`; undefined when the text is no CIDR. Host bits are dropped, as AWS does. */
export function parseCidr(text: string): ParsedCidr | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const prefixText = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefixText) || (prefixText.length > 1 && prefixText.startsWith('0'))) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const prefix = Number(prefixText);
  if (!address || prefix > BITS[address.family]) return undefined;
  const size = 1n << BigInt(BITS[address.family] - prefix);
  const first = (address.value / size) * size;
  const { family } = address;
  return {
    family,
    prefix,
    addresses: [first, first + size - 1n],
    cidr: `${formatAddress(family, first)}/${prefix}` as Cidr,
    hostBits: first !== address.value,
  };
}

/** The addresses of a canonical CIDR. */
export function addressesOf(cidr: Cidr): { family: Family; prefix: number; addresses: Interval } {
  const parsed = parseCidr(cidr);
  if (!parsed) throw new TypeError(`${cidr} is no CIDR`);
  return parsed;
}

/** The fewest CIDRs that hold exactly the addresses of an interval, in rising order. */
export function cidrsCovering(family: Family, [first, last]: Interval): Cidr[] {
  const covering: Cidr[] = [];
  for (let start = first; start <= last; ) {
    // The largest block that may begin here, and the largest that ends by the last address: both are powers of two.
    const aligned = start === 0n ? 1n << BigInt(BITS[family]) : start & -start;
    const room = 1n << BigInt((last - start + 1n).toString(2).length - 1);
    const size = aligned < room ? aligned : room;
    covering.push(`${formatAddress(family, start)}/${BITS[family] - (size.toString(2).length - 1)}` as Cidr);
    start += size;
  }
  return covering;
}

function parseAddress(text: string): { family: Family; value: bigint } | undefined {
  if (text.includes(':')) {
    const value = parseIpv6(text);
    return value === undefined ? undefined : { family: 6, value };
  }
  const value = parseIpv4(text);
  return value === undefined ? undefined : { family: 4, value: BigInt(value) };
}

function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    // A leading zero is octal to some readers and decimal to others, so it is no address at all.
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  if (tail.includes('.')) {
    const ipv4 = parseIpv4(tail);
    if (ipv4 === undefined) return undefined;
    const words = `${(ipv4 >>> 16).toString(16)}:${(ipv4 & 0xffff).toString(16)}`;
    return parseIpv6(text.slice(0, text.length - tail.length) + words);
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const words = [...head, ...Array<string>(missing).fill('0'), ...rest];
  if (!words.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word))) return undefined;
  return words.reduce((value, word) => (value << 16n) | BigInt(`0x${word}`), 0n);
}

function formatAddress(family: Family, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const words = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  let [start, length] = [0, 0];
  for (let index = 0; index < 8; index++) {
    let end = index;
    while (end < 8 && words[end] === 0n) end++;
    if (end - index > length) [start, length] = [index, end - index];
  }
  const hex = (part: bigint[]) => part.map((word) => word.toString(16)).join(':');
  if (length < 2) return hex(words);
  return `${hex(words.slice(0, start))}::${hex(words.slice(start + length))}`;
}
