import fc from 'fast-check';
import type { Context } from '../../functions/core/context.ts';
import type { AccountId, GroupId, PrefixListId, RuleId } from '../../functions/core/ids.ts';
import type { Policy, SourceWord, Statement } from '../../functions/core/policy.ts';
import { type Rule, readTraffic, type Source } from '../../functions/core/rule.ts';
import { type Cidr, type Family, parseCidr } from '../../functions/core/traffic/cidr.ts';

/** A canonical CIDR; throws when the text is none. */
export function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new TypeError(`${text} is no CIDR`);
  return parsed.cidr;
}

/** A rule from the words that a person uses: `rule('tcp', [0, 1024], '0.0.0.0/0', 'sgr-1')`. */
export function rule(protocol: string | number, ports: [number, number], source: string, id?: string): Rule {
  const traffic = readTraffic({ protocol, from: ports[0], to: ports[1] });
  if ('problem' in traffic) throw new TypeError(traffic.problem);
  return { ...traffic, source: sourceOf(source), ...(id !== undefined && { id: id as RuleId }) };
}

function sourceOf(text: string): Source {
  if (text.startsWith('pl-')) return { kind: 'list', id: text as PrefixListId };
  if (text.startsWith('sg-')) return { kind: 'group', id: text as GroupId };
  return { kind: 'cidr', cidr: cidr(text) };
}

/** A context in which everything is known and nothing stands but the given rules. */
export function context(standing: readonly Rule[], facts: Partial<Context> = {}): Context {
  return {
    account: '123456789012' as AccountId,
    region: 'eu-west-1',
    group: {
      id: 'sg-0123456789abcdef0' as GroupId,
      name: 'web-1',
      vpc: 'vpc-0123456789abcdef0',
      tags: { tier: 'web' },
    },
    standing,
    lists: new Map(),
    ...facts,
  };
}

/** A policy that covers every group. */
export function policy(ban: Policy['ban'], more: Partial<Policy> = {}): Policy {
  return {
    id: 'p',
    title: 'P',
    severity: 'high',
    mode: 'audit',
    scope: {},
    ban,
    remedy: 'revoke',
    runbook: 'Ask',
    ...more,
  };
}

const LISTS = ['pl-00000001', 'pl-00000002'] as PrefixListId[];
const GROUPS = ['sg-00000001', 'sg-00000002'] as GroupId[];

/**
 * CIDRs crowded into few places, so that random ones meet: around 0.0.0.0, 8.0.0.0 and the private ranges, wide as well
 * as narrow.
 */
export const anyCidr = (family?: Family): fc.Arbitrary<Cidr> => {
  const v4 = fc
    .tuple(
      fc.constantFrom('0.0.0.0', '8.0.0.0', '8.8.8.0', '10.0.0.0', '128.0.0.0', '172.16.0.0', '203.0.113.7'),
      fc.integer({ min: 0, max: 32 }),
    )
    .map(([address, prefix]) => cidr(`${address}/${prefix}`));
  const v6 = fc
    .tuple(
      fc.constantFrom('::', '2000::', '3fff::', '2001:db8::1', 'fc00::', '8000::'),
      fc.integer({ min: 0, max: 128 }),
    )
    .map(([address, prefix]) => cidr(`${address}/${prefix}`));
  if (family === 4) return v4;
  return family === 6 ? v6 : fc.oneof(v4, v6);
};

const anySource: fc.Arbitrary<Source> = fc.oneof(
  { weight: 4, arbitrary: anyCidr().map((block): Source => ({ kind: 'cidr', cidr: block })) },
  fc.constantFrom(...LISTS).map((id): Source => ({ kind: 'list', id })),
  fc.constantFrom(...GROUPS).map((id): Source => ({ kind: 'group', id })),
);

const port = fc.oneof(fc.constantFrom(0, 21, 22, 23, 443, 3389, 65535), fc.integer({ min: 0, max: 65535 }));
const ports = fc.tuple(port, port).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const icmp = fc.tuple(fc.constantFrom(-1, 0, 3, 8, 255), fc.constantFrom(-1, 0, 4, 255));

/** Any rule that EC2 could hold. */
export const anyRule: fc.Arbitrary<Rule> = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.constantFrom('tcp', 'udp'), ports),
      fc.tuple(fc.constantFrom('icmp', 'icmpv6'), icmp),
      fc.tuple(fc.constantFrom('-1', '50', '0', '255'), fc.constant([-1, -1] as [number, number])),
    ),
    anySource,
    fc.stringMatching(/^[0-9a-f]{17}$/),
  )
  .map(([[protocol, [from, to]], source, id]) => {
    const traffic = readTraffic({ protocol, from, to });
    if ('problem' in traffic) throw new TypeError(traffic.problem);
    return { ...traffic, source, id: `sgr-${id}` as RuleId };
  });

const word: fc.Arbitrary<SourceWord> = fc.oneof(
  fc.constantFrom<SourceWord>(
    { kind: 'anywhere' },
    { kind: 'public' },
    { kind: 'any' },
    { kind: 'wider-than', ipv4: 16, ipv6: 48 },
  ),
  anyCidr().map((block): SourceWord => ({ kind: 'cidr', cidr: block })),
  fc.constantFrom(...LISTS).map((id): SourceWord => ({ kind: 'list', id })),
  fc.constantFrom(...GROUPS).map((id): SourceWord => ({ kind: 'group', id })),
);

/** Any statement; `only` leaves out `wider-than`, which an allow-list does not know. */
export const anyStatement = (ban: 'deny' | 'only'): fc.Arbitrary<Statement> =>
  fc
    .tuple(
      fc.oneof(
        fc.record({
          protocols: fc.constantFrom([6], [17], [6, 17]),
          ports: fc.array(ports, { minLength: 1, maxLength: 3 }),
        }),
        fc.record({ protocols: fc.constantFrom([-1], [6], [1], [50]) }),
        fc.record({ protocols: fc.constant([1]), icmp: fc.constantFrom({ type: 8 }, { type: 3, code: 4 }, {}) }),
      ),
      fc.array(
        word.filter(({ kind }) => ban === 'deny' || kind !== 'wider-than'),
        { minLength: 1, maxLength: 3 },
      ),
    )
    .map(([traffic, sources]): Statement => ({ ...traffic, sources }));

/** The entries of both lists; either may be unreadable, that is absent. */
export const anyLists: fc.Arbitrary<Context['lists']> = fc
  .tuple(...LISTS.map(() => fc.option(fc.array(anyCidr(), { maxLength: 3 }), { nil: undefined })))
  .map((all) => new Map(all.flatMap((entries, index) => (entries ? [[LISTS[index] as PrefixListId, entries]] : []))));
