import type { SourceWord, Span, Statement } from '../../functions/core/policy.ts';
import { ALL_PROTOCOLS, hasPorts } from '../../functions/core/rule.ts';
import { listed } from './listed.ts';

const NAMES: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' };

/** A statement in words, `TCP and UDP ports 22 and 3389 from anywhere`; what is not limited is `any` or `all`. */
export const statementWords = (statement: Statement, whole: 'any' | 'all'): string =>
  `${trafficWords(statement, whole)} from ${sourceWords(statement.sources)}`;

function trafficWords({ protocols, ports, icmp }: Statement, whole: 'any' | 'all'): string {
  if (protocols.includes(ALL_PROTOCOLS)) return `${whole} traffic`;
  const names = listed(protocols.map((protocol) => NAMES[protocol] ?? `protocol ${protocol}`));
  if (ports) return `${names} ${portWords(ports)}`;
  if (protocols.some(hasPorts)) return `${whole === 'any' ? 'any port' : 'all ports'} of ${names}`;
  if (!icmp) return protocols.some((protocol) => NAMES[protocol] !== undefined) ? `${whole} ${names}` : names;
  const { type, code } = icmp;
  if (type === undefined) return `${names} of any type with code ${code}`;
  return `${names} type ${type}${code === undefined ? ', with any code,' : ` code ${code}`}`;
}

function portWords(ports: readonly Span[]): string {
  const texts = ports.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const single = ports.length === 1 && ports[0]?.[0] === ports[0]?.[1];
  return `${single ? 'port' : 'ports'} ${listed(texts)}`;
}

/** Where traffic comes from, in words. */
export const sourceWords = (sources: readonly SourceWord[]): string => listed(sources.map(sourceWord), 'or');

function sourceWord(word: SourceWord): string {
  switch (word.kind) {
    case 'anywhere':
      return 'anywhere';
    case 'public':
      return 'public addresses';
    case 'any':
      return 'any source';
    case 'wider-than':
      return `a block wider than ${listed(
        [
          ...(word.ipv4 === undefined ? [] : [`/${word.ipv4} (IPv4)`]),
          ...(word.ipv6 === undefined ? [] : [`/${word.ipv6} (IPv6)`]),
        ],
        'or',
      )}`;
    case 'cidr':
      return word.cidr;
    case 'list':
      return `prefix list ${word.id}`;
    case 'group':
      return `group ${word.id}`;
    case 'account':
      return `any group of account ${word.id}`;
    default:
      return word satisfies never;
  }
}
