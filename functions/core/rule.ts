import type { AccountId, GroupId, PrefixListId, RuleId } from './ids.ts';
import type { Cidr } from './traffic/cidr.ts';

/** The protocol number that EC2 uses for every protocol. */
export const ALL_PROTOCOLS = -1;

/** The protocols that have a name, by their IANA number. */
export const PROTOCOL_NAMES: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

/** Where a rule lets traffic in from: exactly one CIDR, prefix list or group. */
export type Source =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'list'; readonly id: PrefixListId }
  /** `account` is absent when it is the account of the group that holds the rule. */
  | { readonly kind: 'group'; readonly id: GroupId; readonly account?: AccountId }
  /** A group that the record names without its id; `account` may be an alias such as `amazon-elb`. */
  | { readonly kind: 'group-name'; readonly name: string; readonly account?: string };

/** EC2's tags of a group or a rule. */
export type Tags = Readonly<Record<string, string>>;

/**
 * One ingress rule, normalised by `readTraffic`.
 *
 * `protocol` is an IANA number or ALL_PROTOCOLS. For tcp and udp `from` and `to` are ports, 0 to 65535. For icmp and
 * icmpv6 they are the type and the code, -1 for any. For every other protocol both are -1, whatever EC2 was given.
 */
export type Rule = {
  readonly id?: RuleId;
  readonly protocol: number;
  readonly from: number;
  readonly to: number;
  readonly source: Source;
  readonly description?: string;
  readonly tags?: Tags;
};

/** Whether ports mean anything to a protocol: tcp and udp only, as EC2 has it. */
export const hasPorts = (protocol: number): boolean => protocol === 6 || protocol === 17;

/** Whether a protocol has types and codes. */
export const isIcmp = (protocol: number): boolean => protocol === 1 || protocol === 58;

/** Whether two rules let in the same traffic by the same source; ids, descriptions and tags do not count. */
export function sameContent(a: Rule, b: Rule): boolean {
  return a.protocol === b.protocol && a.from === b.from && a.to === b.to && sameSource(a.source, b.source);
}

function sameSource(a: Source, b: Source): boolean {
  switch (a.kind) {
    case 'cidr':
      return b.kind === 'cidr' && a.cidr === b.cidr;
    case 'list':
      return b.kind === 'list' && a.id === b.id;
    case 'group':
      return b.kind === 'group' && a.id === b.id;
    case 'group-name':
      return b.kind === 'group-name' && a.name === b.name;
    default:
      return a satisfies never;
  }
}

/** The text of a source: `10.0.0.0/8`, `pl-...`, `sg-...`, or `group <name>` where only the name is known. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case 'cidr':
      return source.cidr;
    case 'list':
    case 'group':
      return source.id;
    case 'group-name':
      return `group ${source.account === undefined ? '' : `${source.account}/`}${source.name}`;
    default:
      return source satisfies never;
  }
}

/** The text of a rule, `<protocol> <ports> from <source>`: `tcp 22 from 0.0.0.0/0`, `all traffic from sg-...`. */
export function ruleText(rule: Rule): string {
  return `${trafficText(rule)} from ${sourceText(rule.source)}`;
}

function trafficText({ protocol, from, to }: Rule): string {
  const name = PROTOCOL_NAMES[protocol] ?? `protocol ${protocol}`;
  if (protocol === ALL_PROTOCOLS) return 'all traffic';
  if (isIcmp(protocol)) return `${name} type ${from === -1 ? 'any' : from} code ${to === -1 ? 'any' : to}`;
  if (hasPorts(protocol)) return `${name} ${from === to ? from : `${from}-${to}`}`;
  return name;
}

/** What EC2 and CloudTrail say of a rule's traffic; absent ports and -1 mean all. */
export type RawTraffic = { protocol: string | number; from?: number | undefined; to?: number | undefined };

/** The traffic part of a Rule, normalised; a text says what is wrong with it. */
export function readTraffic(raw: RawTraffic): Pick<Rule, 'protocol' | 'from' | 'to'> | { readonly problem: string } {
  const protocol = readProtocol(raw.protocol);
  if (protocol === undefined) return { problem: `protocol ${JSON.stringify(raw.protocol)} is not known` };
  const [from, to] = [raw.from ?? -1, raw.to ?? -1];
  if (isIcmp(protocol)) {
    const bad = [from, to].find((number) => !Number.isInteger(number) || number < -1 || number > 255);
    if (bad !== undefined) return { problem: `ICMP type or code ${bad} is not between -1 and 255` };
    // EC2 has no rule for one code of every type.
    return { protocol, from, to: from === -1 ? -1 : to };
  }
  if (!hasPorts(protocol)) return { protocol, from: -1, to: -1 };
  if (from === -1 && to === -1) return { protocol, from: 0, to: 65535 };
  const bad = [from, to].find((port) => !Number.isInteger(port) || port < 0 || port > 65535);
  if (bad !== undefined) return { problem: `port ${bad} is not between 0 and 65535` };
  if (from > to) return { problem: `ports ${from}-${to} run backwards` };
  return { protocol, from, to };
}

function readProtocol(raw: string | number): number | undefined {
  const text = String(raw).toLowerCase();
  if (text === 'all' || text === '-1') return ALL_PROTOCOLS;
  const named = Object.entries(PROTOCOL_NAMES).find(([, name]) => name === text);
  if (named) return Number(named[0]);
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : undefined;
}
