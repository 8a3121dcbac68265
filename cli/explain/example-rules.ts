import { type AccountId, type GroupId, groupId, type PrefixListId } from '../../functions/core/ids.ts';
import type { SourceWord, Span, Statement } from '../../functions/core/policy.ts';
import { ALL_PROTOCOLS, hasPorts, isIcmp, type Rule, type Source } from '../../functions/core/rule.ts';
import { addressesOf, type Cidr, cidrsCovering, parseCidr } from '../../functions/core/traffic/cidr.ts';

/** A rule to show a policy by, and the rule that stands beside it. */
export type Example = { readonly rule: Rule; readonly beside?: Rule };

type Traffic = Pick<Rule, 'protocol' | 'from' | 'to'>;

/**
 * Rules around what some statements name: inside, at the edge, wider, and beside it. Which of them break a policy is for
 * the algebra to say.
 */
export function exampleRules(statements: readonly Statement[]): Example[] {
  const shown = statements.slice(0, 3);
  const inside = shown.flatMap((statement) => {
    const [narrow, ...wider] = trafficAround(statement);
    const [first, second, ...others] = sourcesAround(statement.sources);
    if (!narrow || !first || !second) return [];
    const from = (source: Source): Example => ({ rule: { ...narrow, source } });
    return [
      from(first),
      from(second),
      ...wider.map((traffic): Example => ({ rule: { ...traffic, source: first } })),
      ...besides(narrow, statement.sources),
      ...others.map(from),
    ];
  });
  const source = shown[0] && sourcesAround(shown[0].sources)[0];
  const elsewhere = source ? ELSEWHERE.map((traffic): Example => ({ rule: { ...traffic, source } })) : [];
  return [...inside, ...elsewhere];
}

const port = (protocol: number, from: number, to = from): Traffic => ({ protocol, from, to });

/** Traffic that most policies leave alone. */
const ELSEWHERE = [port(6, 443), port(6, 22), port(17, 53), port(1, 8, -1)];

function trafficAround({ protocols, ports, icmp }: Statement): Traffic[] {
  const every = port(ALL_PROTOCOLS, -1);
  const [protocol = ALL_PROTOCOLS] = protocols;
  const last = protocols.at(-1) ?? protocol;
  if (protocol === ALL_PROTOCOLS) return [port(6, 443), every, port(1, 8, -1)];
  if (isIcmp(protocol)) return [port(protocol, icmp?.type ?? 8, icmp?.code ?? -1), port(protocol, -1), every];
  if (!hasPorts(protocol)) return [port(protocol, -1), every];
  const spans = ports ?? [[0, 65535] as const];
  const [from, to] = spans[0] ?? [0, 65535];
  const wide = port(protocol, Math.max(0, from - 10), Math.min(65535, to + 10));
  return [port(protocol, typical(spans)), port(last, spans.at(-1)?.[1] ?? to), wide, every];
}

/** A port of some spans that people know, else the first. */
const typical = (spans: readonly Span[]): number =>
  [22, 443, 80].find((known) => spans.some(([first, last]) => first <= known && known <= last)) ?? spans[0]?.[0] ?? 0;

const cidr = (text: string): Source => {
  const parsed = parseCidr(text);
  if (!parsed) throw new TypeError(`${text} is no CIDR`);
  return { kind: 'cidr', cidr: parsed.cidr };
};
const group = (id: string, account?: string): Source => {
  const read = groupId(id);
  if (!read) throw new TypeError(`${id} is no group id`);
  return { kind: 'group', id: read, ...(account !== undefined && { account: account as AccountId }) };
};

/** A prefix list that nobody can read. */
const UNREAD: Source = { kind: 'list', id: 'pl-0123456789abcdef0' as PrefixListId };
/** The group that the examples' rules are of. */
export const SELF = 'sg-0123456789abcdef0' as GroupId;
const OTHER_GROUP = 'sg-0fedcba9876543210' as GroupId;

/** Sources around some words, from the plainest to the farthest; the first is one that the first word names. */
function sourcesAround(words: readonly SourceWord[]): Source[] {
  const near = words.slice(0, 4).flatMap(sourcesNear);
  return [...near, cidr('0.0.0.0/0'), cidr('::/0'), cidr('8.8.8.8/32'), cidr('10.0.0.0/8'), group(OTHER_GROUP), UNREAD];
}

function sourcesNear(word: SourceWord): Source[] {
  switch (word.kind) {
    case 'anywhere':
      return ['0.0.0.0/0', '::/0', '0.0.0.0/1', '2000::/3', '128.0.0.0/1'].map(cidr);
    case 'public':
      return [cidr('8.8.8.8/32'), cidr('0.0.0.0/0')];
    case 'any':
      return [cidr('0.0.0.0/0'), cidr('10.0.0.7/32'), group(SELF), group(OTHER_GROUP)];
    case 'wider-than':
      return [
        ...(word.ipv4 === undefined ? [] : [cidr(`8.0.0.0/${word.ipv4 - 1}`), cidr(`8.0.0.0/${word.ipv4}`)]),
        ...(word.ipv6 === undefined ? [] : [cidr(`2600::/${word.ipv6 - 1}`), cidr(`2600::/${word.ipv6}`)]),
      ];
    case 'cidr':
      return [cidr(word.cidr), ...around(word.cidr)];
    case 'list':
      return [{ kind: 'list', id: word.id }];
    case 'group':
      return [group(word.id)];
    case 'account':
      return [
        group(OTHER_GROUP, word.id),
        group(OTHER_GROUP, word.id === '111122223333' ? '444455556666' : '111122223333'),
      ];
    default:
      return word satisfies never;
  }
}

/** The block twice as wide, and the neighbour that it holds beside the given one. */
function around(block: Cidr): Source[] {
  const { family, prefix, addresses } = addressesOf(block);
  if (prefix === 0) return [];
  const length = addresses[1] - addresses[0] + 1n;
  const first = (addresses[0] / (2n * length)) * (2n * length);
  const neighbour = first === addresses[0] ? first + length : first;
  return [[first, first + 2n * length - 1n] as const, [neighbour, neighbour + length - 1n] as const].flatMap(
    (interval) => cidrsCovering(family, interval).map((text) => cidr(text)),
  );
}

/** What a rule is only in company. */
function besides(traffic: Traffic, words: readonly SourceWord[]): Example[] {
  if (!words.some(({ kind }) => kind === 'anywhere')) return [];
  const beside = (source: string, other: string): Example => ({
    rule: { ...traffic, source: cidr(source) },
    beside: { ...traffic, source: cidr(other) },
  });
  return [beside('128.0.0.0/1', '0.0.0.0/1')];
}
