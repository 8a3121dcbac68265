import type { Exemption } from '../../functions/core/exemption.ts';

/** One connection that may come in: a TCP port and a source address. */
type Point = { readonly port: number; readonly address: string };

const PORTS = [0, 21, 22, 23, 443, 1024, 3389, 5432, 8080, 8081];
const PRIVATE = ['10.1.0.1', '10.2.0.1', '10.3.4.1', '10.8.0.1', '10.99.0.1', '192.168.0.1'];
const PUBLIC = ['1.1.1.1', '8.8.8.8', '9.9.9.9', '129.0.0.1', '200.1.1.1', '2600::1'];

const TEXT = /^tcp (\d+)(?:-(\d+))? from ([\d.]+|::)\/(\d+)$/;

/** What a text of traffic lets in: points that stand for all others, by the text alone; none where it names no addresses. */
export function pointsOf(text: string): Point[] {
  const [, from, to = from, address, length] = TEXT.exec(text) ?? [];
  if (address === undefined) return [];
  const ports = PORTS.filter((port) => port >= Number(from) && port <= Number(to));
  const addresses = [...PRIVATE, ...PUBLIC].filter((each) => isIn(each, address, Number(length)));
  return ports.flatMap((port) => addresses.map((each) => ({ port, address: each })));
}

/** Whether a text of traffic lets a point in. */
export const letsIn = (text: string, { port, address }: Point): boolean =>
  pointsOf(text).some((each) => each.port === port && each.address === address);

/**
 * Whether an exemption's traffic holds a point of a rule from `source`, a CIDR: `maybe` where that depends on other rules,
 * or on what a list holds.
 */
export function holds({ traffic }: Exemption, { port, address }: Point, source: string): 'yes' | 'maybe' | 'no' {
  const words = traffic.flatMap(({ protocols, ports, sources }) => {
    const meant = protocols.includes(6) || protocols.includes(-1);
    return meant && (ports ?? [[0, 65_535]]).some(([first, last]) => port >= first && port <= last) ? sources : [];
  });
  const answers = words.map((word) => {
    switch (word.kind) {
      case 'any':
        return 'yes';
      case 'public':
        return PUBLIC.includes(address) ? 'yes' : 'no';
      case 'anywhere':
        return source.endsWith('/0') ? 'yes' : 'maybe';
      case 'cidr': {
        const [base = '', length] = word.cidr.split('/');
        return isIn(address, base, Number(length)) ? 'yes' : 'no';
      }
      default:
        return 'maybe';
    }
  });
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

/** Of IPv6 blocks only the one that holds every address is in histories. */
function isIn(address: string, base: string, length: number): boolean {
  if (address.includes(':') || base.includes(':')) return address.includes(':') && base === '::' && length === 0;
  return Math.floor(numberOf(address) / 2 ** (32 - length)) === Math.floor(numberOf(base) / 2 ** (32 - length));
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
