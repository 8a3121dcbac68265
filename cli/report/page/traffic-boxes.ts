import { type Family, parseCidr } from '../../../functions/core/traffic/cidr.ts';

/** A piece of traffic as it is drawn. Ports are absent where the protocol has none. */
export type TrafficBox = {
  readonly protocol: string;
  readonly ports?: readonly [from: number, to: number];
  readonly source: Source;
};

/** A source, and where it lies in the public address space of its family: 0 is its beginning, 1 its end. */
export type Source =
  | {
      readonly kind: 'addresses';
      readonly family: Family;
      readonly from: number;
      readonly to: number;
      readonly size: bigint;
      readonly outside: boolean;
    }
  | { readonly kind: 'reference' };

/** Reads `tcp 22 from 0.0.0.0/0`; undefined when the text is not canonical. */
export function trafficBox(text: string): TrafficBox | undefined {
  const split = text.lastIndexOf(' from ');
  if (split < 0) return undefined;
  const [what, source] = [text.slice(0, split), sourceOf(text.slice(split + 6))];
  if (what === 'all traffic') return { protocol: 'all', ports: [0, 65_535], source };
  const [, protocol, from, to] = /^(tcp|udp) (\d{1,5})(?:-(\d{1,5}))?$/.exec(what) ?? [];
  if (protocol !== undefined) return { protocol, ports: [Number(from), Number(to ?? from)], source };
  return { protocol: what, source };
}

const V4 = 2 ** 32;
/** All public IPv6 addresses are in 2000::/3. */
const V6_FROM = 0x2000n << 112n;
const V6_SIZE = 1n << 125n;

function sourceOf(text: string): Source {
  const block = parseCidr(text);
  if (!block) return { kind: 'reference' };
  const { family, addresses } = block;
  const [first, last] = addresses;
  const size = last - first + 1n;
  if (family === 4)
    return {
      kind: 'addresses',
      family,
      from: Number(first) / V4,
      to: (Number(last) + 1) / V4,
      size,
      outside: false,
    };
  const place = (address: bigint) =>
    Math.min(1, Math.max(0, Number(((address - V6_FROM) * 1_000_000n) / V6_SIZE) / 1e6));
  const outside = last < V6_FROM || first >= V6_FROM + V6_SIZE;
  return { kind: 'addresses', family, from: place(first), to: place(last + 1n), size, outside };
}

/** Where a port lies on the scale, 0 to 1: each doubling of the number takes the same room, so that 22, 80 and 443 stand apart. */
export const portPlace = (port: number): number => Math.log2(port + 1) / 16;

/** How much of the internet a piece of traffic is open to, in words; undefined for references. */
export function reachText({ source }: TrafficBox): string | undefined {
  if (source.kind === 'reference') return undefined;
  const { family, from, to, size, outside } = source;
  if (outside) return 'private addresses';
  const share = to - from;
  if (share >= 1) return `the whole IPv${family} internet`;
  if (share >= 0.01) return `${Math.round(share * 100)} % of IPv${family}`;
  if (family === 6) return size === 1n ? '1 address' : `a /${128 - (size.toString(2).length - 1)} of IPv6`;
  return size === 1n ? '1 address' : `${String(size).replace(/\B(?=(\d{3})+$)/g, ',')} addresses`;
}
