import type { Family } from './cidr.ts';
import { intersect, size } from './interval.ts';
import { ALL_ADDRESSES, addressSet, meet, type SourceSet, unite, without } from './source-set.ts';

/**
 * IANA's IPv4 special-purpose blocks that are not globally reachable, and beside them multicast and the former class E.
 * Source: the IANA IPv4 Special-Purpose Address Registry (RFC 6890 and its updates).
 */
const NOT_PUBLIC = [
  ['0.0.0.0/8', 'this network'],
  ['10.0.0.0/8', 'private use'],
  ['100.64.0.0/10', 'shared address space'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link local'],
  ['172.16.0.0/12', 'private use'],
  ['192.0.0.0/24', 'IETF protocol assignments'],
  ['192.0.2.0/24', 'documentation'],
  ['192.168.0.0/16', 'private use'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
] as const;

/** The two anycast addresses inside 192.0.0.0/24 that the registry does call globally reachable. */
const PUBLIC_AFTER_ALL = ['192.0.0.9/32', '192.0.0.10/32'];

/** The public addresses of both families. IPv6: 2000::/3, all global unicast there is. */
export const PUBLIC_ADDRESSES: SourceSet = {
  ipv4: unite(without(ALL_ADDRESSES, addressSet(NOT_PUBLIC.map(([cidr]) => cidr))), addressSet(PUBLIC_AFTER_ALL)).ipv4,
  ipv6: addressSet(['2000::/3']).ipv6,
  atoms: [],
};

const TOTAL = { ipv4: size(PUBLIC_ADDRESSES.ipv4), ipv6: size(PUBLIC_ADDRESSES.ipv6) };

/** How many public addresses of a family a set holds, in hundredths of all of them, rounded down. */
export function publicPercent(sources: SourceSet, family: Family): number {
  return Number((publicCount(sources, family) * 100n) / TOTAL[`ipv${family}`]);
}

/** Whether a set holds at least half of a family's public addresses. */
export function coversHalf(sources: SourceSet, family: Family): boolean {
  return publicCount(sources, family) * 2n >= TOTAL[`ipv${family}`];
}

/** Whether a set holds a public address of a family. */
export const holdsPublic = (sources: SourceSet, family: Family): boolean => publicCount(sources, family) > 0n;

/** The public part of a set. */
export const publicPart = (sources: SourceSet): SourceSet => meet(sources, PUBLIC_ADDRESSES);

/** How many public addresses of a family lie below an address. */
export const publicSize = (family: Family, below: bigint): bigint =>
  PUBLIC_ADDRESSES[`ipv${family}`].reduce(
    (sum, [first, last]) => sum + (below <= first ? 0n : (below <= last ? below : last + 1n) - first),
    0n,
  );

const publicCount = (sources: SourceSet, family: Family): bigint =>
  size(intersect(sources[`ipv${family}`], PUBLIC_ADDRESSES[`ipv${family}`]));
