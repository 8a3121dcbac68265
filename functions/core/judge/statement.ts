import type { Context } from '../context.ts';
import type { SourceWord, Statement } from '../policy.ts';
import { ALL_PROTOCOLS, type Rule } from '../rule.ts';
import type { Interval } from '../traffic/interval.ts';
import { publicPart } from '../traffic/public-addresses.ts';
import { regionOf, sourcesOf } from '../traffic/rule-traffic.ts';
import { ALL_ADDRESSES, addressSet, isNoSource, meet, NO_SOURCES, type SourceSet } from '../traffic/source-set.ts';
import { EVERY_CODE, EVERY_PORT, EVERY_PROTOCOL, type Region, sharedRegion } from '../traffic/traffic.ts';
import { companyReach, type Named } from './company.ts';
import { widerThan } from './wider-than.ts';
import { wordReason } from './word-reason.ts';

/**
 * What a statement names of a rule's traffic. In a `deny` the words mean what policy files say; in an `only` a list of
 * what may stay, `anywhere` is every address: who lets the whole world in lets in any part of it. (Were it judged as in
 * a `deny`, a narrow rule would offend where a wide one does not.)
 */
export function namedBy(statement: Statement, rule: Rule, context: Context, ban: 'deny' | 'only'): Named {
  const regions = statementRegions(statement).flatMap((within) => {
    const region = sharedRegion(within, regionOf(rule));
    return region ? [{ region, within }] : [];
  });
  const named = regions.flatMap(({ region, within }) =>
    statement.sources.map((word) => {
      if (word.kind === 'anywhere' && ban === 'deny') return companyReach(region, rule, context, within);
      const { part, missing } = wordPart(word, rule, context);
      const boxes = isNoSource(part) ? [] : [{ region, sources: part }];
      return {
        boxes,
        reasons: boxes.length === 0 ? [] : [{ boxes, because: () => wordReason(word, rule, context) }],
        doubts:
          missing === undefined ? [] : [{ box: { region, sources: sourcesOf(rule.source, context.lists) }, missing }],
      };
    }),
  );
  return {
    boxes: named.flatMap(({ boxes }) => boxes),
    reasons: named.flatMap(({ reasons }) => reasons),
    doubts: named.flatMap(({ doubts }) => doubts),
  };
}

/** Where a statement's traffic lies beside its sources, one region for each protocol and span of ports. */
export function statementRegions({ protocols, ports, icmp }: Statement): Region[] {
  const interval = (first: number, last = first): Interval => [BigInt(first), BigInt(last)];
  const types = icmp?.type === undefined ? EVERY_PORT : interval(icmp.type);
  const codes = icmp?.code === undefined ? EVERY_CODE : interval(icmp.code);
  const spans = ports?.map(([first, last]) => interval(first, last)) ?? [types];
  return protocols.flatMap((protocol) => {
    const numbers = protocol === ALL_PROTOCOLS ? EVERY_PROTOCOL : interval(protocol);
    return spans.map((span): Region => [numbers, span, codes]);
  });
}

/** The part of a rule's source that a word names, and the fact without which it can't be said. */
function wordPart(word: SourceWord, { source }: Rule, context: Context): { part: SourceSet; missing?: string } {
  const whole = sourcesOf(source, context.lists);
  const unread = source.kind === 'list' && !context.lists.has(source.id) ? `the entries of ${source.id}` : undefined;
  const nameless = source.kind === 'group-name' ? `the id of group ${source.name}` : undefined;
  const among = (addresses: SourceSet) =>
    unread === undefined ? { part: meet(whole, addresses) } : { part: NO_SOURCES, missing: unread };
  const when = (applies: boolean, missing?: string) => ({
    part: applies ? whole : NO_SOURCES,
    ...(missing !== undefined && !applies && { missing }),
  });
  switch (word.kind) {
    case 'any':
      return when(true);
    case 'anywhere':
      return source.kind === 'list' ? when(true) : among(ALL_ADDRESSES);
    case 'public':
      return among(publicPart(whole));
    case 'cidr':
      return among(addressSet([word.cidr]));
    case 'list': {
      if (source.kind === 'list' && source.id === word.id) return when(true);
      if (source.kind === 'group' || source.kind === 'group-name') return when(false);
      const entries = context.lists.get(word.id);
      return entries ? among(addressSet(entries)) : when(false, `the entries of ${word.id}`);
    }
    case 'group':
      return when(source.kind === 'group' && source.id === word.id, nameless);
    case 'account':
      if (source.kind !== 'group' && source.kind !== 'group-name') return when(false);
      return when((source.account ?? context.account) === word.id);
    case 'wider-than':
      return when(widerThan(word, source, context) !== undefined, unread);
    default:
      return word satisfies never;
  }
}
