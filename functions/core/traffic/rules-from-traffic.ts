import type { AccountId, GroupId, PrefixListId } from '../ids.ts';
import { ALL_PROTOCOLS, hasPorts, isIcmp, type Rule, type Source } from '../rule.ts';
import type { Cidr } from './cidr.ts';
import type { Interval } from './interval.ts';
import { sourceTexts } from './source-set.ts';
import { EVERY_CODE, EVERY_PORT, EVERY_PROTOCOL, type Region, type Traffic } from './traffic.ts';

/** A rule without what makes it one of a group: its id, description and tags. */
export type RuleContent = Pick<Rule, 'protocol' | 'from' | 'to' | 'source'>;

/**
 * The rules that let in exactly a set of traffic; undefined when it takes more than `most`. `account` is that of the
 * groups it names. EC2 has no rule for a range of protocols, of ICMP types or of ICMP codes: each takes a rule of its own.
 */
export function rulesFromTraffic(pieces: Traffic, most: number, account?: AccountId): RuleContent[] | undefined {
  const rules: RuleContent[] = [];
  for (const { region, sources } of pieces) {
    const texts = sourceTexts(sources);
    for (const traffic of trafficsOf(region)) {
      if (rules.length + texts.length > most) return undefined;
      rules.push(...texts.map((text) => ({ ...traffic, source: sourceOf(text, account) })));
    }
  }
  return rules;
}

type RawTraffic = Pick<Rule, 'protocol' | 'from' | 'to'>;

function* trafficsOf([protocols, ports, codes]: Region): Generator<RawTraffic> {
  if (same(protocols, EVERY_PROTOCOL)) {
    yield { protocol: ALL_PROTOCOLS, from: -1, to: -1 };
    return;
  }
  for (const protocol of numbers(protocols)) {
    if (hasPorts(protocol)) yield { protocol, from: Number(ports[0]), to: Number(ports[1]) };
    else if (isIcmp(protocol)) yield* icmpOf(protocol, ports, codes);
    else yield { protocol, from: -1, to: -1 };
  }
}

function* icmpOf(protocol: number, types: Interval, codes: Interval): Generator<RawTraffic> {
  const every = same(codes, EVERY_CODE);
  if (every && same(types, EVERY_PORT)) yield { protocol, from: -1, to: -1 };
  else {
    for (const from of numbers(types, 255n)) {
      if (every) yield { protocol, from, to: -1 };
      else for (const to of numbers(codes)) yield { protocol, from, to };
    }
  }
}

function* numbers([first, last]: Interval, most = last): Generator<number> {
  for (let number = first; number <= last && number <= most; number++) yield Number(number);
}

const same = (a: Interval, b: Interval): boolean => a[0] === b[0] && a[1] === b[1];

function sourceOf(text: string, account: AccountId | undefined): Source {
  if (text.startsWith('pl-')) return { kind: 'list', id: text as PrefixListId };
  if (text.startsWith('sg-')) return { kind: 'group', id: text as GroupId, ...(account && { account }) };
  if (text.startsWith('group ')) return { kind: 'group-name', name: text.slice('group '.length) };
  return { kind: 'cidr', cidr: text as Cidr };
}
