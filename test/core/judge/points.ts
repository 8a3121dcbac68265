import fc from 'fast-check';
import { ALL_PROTOCOLS, hasPorts, isIcmp, PROTOCOL_NAMES, type Rule } from '../../../functions/core/rule.ts';
import { addressesOf } from '../../../functions/core/traffic/cidr.ts';
import { cidr } from '../arbitraries.ts';

/** One piece of traffic: a port and code where the protocol has them, and an address or the id of a group. */
export type Point = {
  readonly protocol: number;
  readonly port: number;
  readonly code: number;
  readonly source: string;
};

/** Whether a point's address is in a block, by numbers alone. */
export function inBlock(source: string, block: string): boolean {
  if (source.startsWith('sg-') || block.startsWith('sg-')) return source === block;
  const [point, within] = [addressesOf(cidr(`${source}/${source.includes(':') ? 128 : 32}`)), addressesOf(cidr(block))];
  if (point.family !== within.family) return false;
  return within.addresses[0] <= point.addresses[0] && point.addresses[0] <= within.addresses[1];
}

/** Whether a rule lets a point in; of a prefix list it lets nothing in but the list itself. */
export function letsIn({ protocol, from, to, source }: Rule, point: Point): boolean {
  const block = source.kind === 'cidr' ? source.cidr : 'id' in source ? source.id : '';
  if (!inBlock(point.source, block)) return false;
  if (protocol === ALL_PROTOCOLS) return true;
  if (protocol !== point.protocol) return false;
  if (hasPorts(protocol)) return from <= point.port && point.port <= to;
  return !isIcmp(protocol) || ((from === -1 || from === point.port) && (to === -1 || to === point.code));
}

const PIECE =
  /^(?:(all traffic)|protocol (\d+)(?:-(\d+))?|(tcp|udp) (\d+)(?:-(\d+))?|(icmp|icmpv6) type (any|\d+(?:-\d+)?) code (any|\d+(?:-\d+)?)) from (.+)$/;

/** Whether a text of traffic holds a point. */
export function holds(text: string, { protocol, port, code, source }: Point): boolean {
  const [, all, first, last, named, low, high, icmp, type, codes, block = ''] = PIECE.exec(text) ?? [];
  if (block === '') throw new TypeError(`${text} is no text of traffic`);
  if (!inBlock(source, block)) return false;
  if (all !== undefined) return true;
  if (first !== undefined) return Number(first) <= protocol && protocol <= Number(last ?? first);
  if ((named ?? icmp) !== PROTOCOL_NAMES[protocol]) return false;
  if (named !== undefined) return Number(low) <= port && port <= Number(high ?? low);
  const within = (span = '', value: number) => {
    const [from, to = from] = span.split('-').map(Number);
    return span === 'any' || (Number(from) <= value && value <= Number(to));
  };
  return within(type, port) && within(codes, code);
}

/** Points crowded where random rules and statements have their edges. */
export const point: fc.Arbitrary<Point> = fc
  .record({
    protocol: fc.constantFrom(0, 1, 6, 17, 50, 58, 255),
    port: fc.constantFrom(0, 3, 8, 21, 22, 23, 255, 443, 3389, 65535),
    code: fc.constantFrom(0, 4, 255),
    source: fc.constantFrom(
      '0.0.0.0',
      '8.8.8.8',
      '8.8.8.0',
      '10.0.0.0',
      '127.255.255.255',
      '128.0.0.0',
      '172.16.0.1',
      '203.0.113.7',
      '255.255.255.255',
      '::',
      '2000::',
      '3fff:ffff::',
      '2001:db8::1',
      'fc00::',
      '8000::',
      'sg-00000001',
      'sg-00000002',
    ),
  })
  .map((each) => ({
    ...each,
    // What a protocol does not have is the same for all its traffic.
    port:
      hasPorts(each.protocol) || isIcmp(each.protocol)
        ? isIcmp(each.protocol)
          ? Math.min(each.port, 255)
          : each.port
        : 0,
    code: isIcmp(each.protocol) ? each.code : 0,
  }));
