import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packs } from '../../../cli/init/packs.ts';
import { ruleFromText } from '../../../cli/why/rule-from-text.ts';
import type { PrefixListId } from '../../../functions/core/ids.ts';
import type { Rule } from '../../../functions/core/rule.ts';
import type { Cidr } from '../../../functions/core/traffic/cidr.ts';
import { judge } from '../../../functions/core/verdict.ts';
import { loadPolicies } from '../../../functions/policy-file/load-policies.ts';
import { context, rule } from '../../core/arbitraries.ts';

/**
 * What the controls mean, told a second time and naively: addresses are counted in slices of a 256th of each family, ports
 * one by one. Sources are blocks of whole slices, and a few small ones.
 */
const SMALL: Readonly<Record<string, { family: 4 | 6; slice: number; size: number }>> = {
  '10.0.0.7/32': { family: 4, slice: 10, size: 0 },
  '192.168.0.0/16': { family: 4, slice: 192, size: 0 },
  '8.8.8.8/32': { family: 4, slice: 8, size: 1 },
  'fd00::/64': { family: 6, slice: 0xfd, size: 0 },
  '2600::/16': { family: 6, slice: 0x26, size: 2 ** -8 },
};

/** The public addresses of each slice: of IPv4 in addresses, of IPv6 in slices. */
const PUBLIC = {
  4: Array.from({ length: 256 }, (_, slice) => {
    if (slice === 0 || slice === 10 || slice === 127 || slice >= 224) return 0;
    const reserved: Record<number, number> = {
      100: 2 ** 22, // 100.64.0.0/10
      169: 2 ** 16, // 169.254.0.0/16
      172: 2 ** 20, // 172.16.0.0/12
      192: 2 ** 16 + 2 * 256 - 2, // 192.168.0.0/16, 192.0.0.0/24 but .9 and .10, 192.0.2.0/24
      198: 2 ** 17 + 256, // 198.18.0.0/15, 198.51.100.0/24
      203: 256, // 203.0.113.0/24
    };
    return 2 ** 24 - (reserved[slice] ?? 0);
  }),
  6: Array.from({ length: 256 }, (_, slice) => (slice >= 0x20 && slice < 0x40 ? 1 : 0)),
} as const;

type Block = { family: 4 | 6; from: number; prefix: number };
const blockText = ({ family, from, prefix }: Block) =>
  family === 4 ? `${from}.0.0.0/${prefix}` : from === 0 ? `::/${prefix}` : `${from.toString(16)}00::/${prefix}`;

const anyBlock = fc
  .tuple(fc.constantFrom(4, 4, 6), fc.constantFrom(0, 1, 1, 2, 2, 3, 4, 5, 8), fc.nat(255))
  .map(([family, prefix, at]): Block => {
    const width = 2 ** (8 - prefix);
    return { family: family as 4 | 6, from: Math.floor(at / width) * width, prefix };
  });
const anySource = fc.oneof(
  { weight: 6, arbitrary: anyBlock.map(blockText) },
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(SMALL)) },
  { weight: 2, arbitrary: fc.constantFrom('pl-00000001', 'pl-00000002', 'pl-00000003', 'sg-00000001') },
);

const EDGES = [0, 19, 20, 22, 23, 24, 79, 80, 81, 442, 443, 444, 1433, 3388, 3389, 3390, 5432, 8080, 9200, 65535];
const port = fc.constantFrom(...EDGES);
const anyTraffic = fc.oneof(
  fc
    .tuple(fc.constantFrom('tcp', 'tcp', 'udp', '6', '17'), port, port)
    .map(([protocol, a, b]) => ({ protocol, from: Math.min(a, b), to: Math.max(a, b) })),
  fc.tuple(fc.constantFrom('tcp', 'udp'), port).map(([protocol, at]) => ({ protocol, from: at, to: at })),
  fc.constantFrom(
    { protocol: '-1', from: 22, to: 22 },
    { protocol: 'icmp', from: 22, to: 22 },
    { protocol: '50', from: 22, to: 22 },
  ),
);
const anyWritten = fc.record({ traffic: anyTraffic, source: anySource });
type Written = { traffic: { protocol: string; from: number; to: number }; source: string };

const LISTS: Readonly<Record<string, string[]>> = {
  'pl-00000001': ['0.0.0.0/1', '128.0.0.0/1'],
  'pl-00000002': ['128.0.0.0/2', '10.0.0.7/32'],
};

/** Whether a written rule lets in a protocol and port. */
function letsIn({ traffic: { protocol, from, to } }: Written, number: number, at: number): boolean {
  const numbers: Record<string, number> = { tcp: 6, udp: 17 };
  return protocol === '-1' || ((numbers[protocol] ?? Number(protocol)) === number && from <= at && at <= to);
}

/** How many public addresses of a family some sources hold together. */
function publicOf(sources: readonly string[], family: 4 | 6): number {
  const [slices, small] = [new Set<number>(), new Map<string, { slice: number; size: number }>()];
  for (const text of sources.flatMap((source) => (source.startsWith('pl-') ? (LISTS[source] ?? []) : [source]))) {
    const known = SMALL[text];
    if (known?.family === family) small.set(text, known);
    if (known || text.startsWith('sg-') || text.includes(':') !== (family === 6)) continue;
    const [address = '', prefix] = text.split('/');
    const from =
      family === 4
        ? Number(address.split('.')[0])
        : address === '::'
          ? 0
          : Number.parseInt(address.slice(0, -4) || '0', 16);
    for (let slice = from; slice < from + 2 ** (8 - Number(prefix)); slice++) slices.add(slice);
  }
  const whole = [...slices].reduce((sum, slice) => sum + (PUBLIC[family][slice] ?? 0), 0);
  return [...small.values()].reduce((sum, { slice, size }) => sum + (slices.has(slice) ? 0 : size), whole);
}
const TOTAL = { 4: PUBLIC[4].reduce((a, b) => a + b), 6: 32 };

/** Where a rule is open to the internet: it holds public addresses, and with the others at least half of its family's. */
const isOpen = (changed: Written, all: readonly Written[], number: number, at: number): boolean =>
  letsIn(changed, number, at) &&
  ([4, 6] as const).some((family) => {
    if (publicOf([changed.source], family) === 0) return false;
    const together = all.filter((each) => letsIn(each, number, at)).map(({ source }) => source);
    return publicOf(together, family) * 2 >= TOTAL[family];
  });

const HIGH_RISK = [20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601];
const RISKY = new Set([...HIGH_RISK, 8080, 8088, 8888, 9200, 9300]);

/** The protocols and ports that each control closes to the internet. */
const CLOSED: Readonly<Record<string, (number: number, at: number) => boolean>> = {
  'cis-5-3-and-5-4-admin-ports': (_, at) => at === 22 || at === 3389,
  'ec2-13-ssh': (_, at) => at === 22,
  'ec2-14-rdp': (_, at) => at === 3389,
  'ec2-18-authorized-ports': (number, at) => number === 17 || (at !== 80 && at !== 443),
  'ec2-19-high-risk-ports': (_, at) => RISKY.has(at),
};

/** Every port at which anything can change, and those beside. */
const POINTS = [...new Set([...EDGES, ...RISKY].flatMap((at) => [at - 1, at, at + 1]))].filter(
  (at) => at >= 0 && at <= 65535,
);

/** The points that a policy is said to forbid of a rule. */
function forbiddenPoints(texts: readonly string[]): string[] {
  const parsed = texts.map((text) => {
    const reading = ruleFromText(text);
    if (!('rule' in reading)) throw new Error(`${text}: ${reading.problem}`);
    return reading.rule;
  });
  const holds = ({ protocol, from, to }: Rule, number: number, at: number) =>
    protocol === -1 || (protocol === number && from <= at && at <= to);
  return pointsWhere((number, at) => parsed.some((each) => holds(each, number, at)));
}

const pointsWhere = (is: (number: number, at: number) => boolean): string[] =>
  [6, 17].flatMap((number) => POINTS.filter((at) => is(number, at)).map((at) => `${number} ${at}`));

describe('the packs against their controls, told naively', () => {
  const policies = packs().flatMap(({ dir }) =>
    loadPolicies(dir).policies.filter(({ id }) => CLOSED[id] !== undefined),
  );
  const lists = new Map(Object.entries(LISTS) as [PrefixListId, Cidr[]][]);
  const read = ({ traffic, source }: Written, id: number): Rule =>
    rule(traffic.protocol, [traffic.from, traffic.to], source, `sgr-0000000${id}`);

  test('knows every policy of the packs that the internet is kept from', () => {
    expect(policies.map(({ id }) => id).sort()).toEqual(Object.keys(CLOSED).sort());
  });

  test.for(policies.map((policy) => [policy.id, policy] as const))('%s', ([id, policy]) => {
    const closes = CLOSED[id] ?? (() => false);
    fc.assert(
      fc.property(anyWritten, fc.array(anyWritten, { maxLength: 5 }), (changed, beside) => {
        const all = [changed, ...beside];
        const rules = all.map(read);
        const [judged] = judge(rules.slice(0, 1), context(rules, { lists }), [policy]);
        const expected = pointsWhere((number, at) => closes(number, at) && isOpen(changed, all, number, at));
        const doubtful = pointsWhere((number, at) => closes(number, at) && letsIn(changed, number, at));
        const isUnread = ({ source }: Written) => source === 'pl-00000003';
        const unread =
          isUnread(changed) ||
          (publicOf([changed.source], 4) + publicOf([changed.source], 6) > 0 &&
            beside.some(
              (each) =>
                isUnread(each) &&
                doubtful.some((point) => letsIn(each, ...(point.split(' ').map(Number) as [number, number]))),
            ));
        const kind = expected.length > 0 ? 'violation' : doubtful.length > 0 && unread ? 'undetermined' : 'compliant';
        const { verdict } = judged ?? {};
        expect(verdict?.kind).toBe(kind);
        if (verdict?.kind === 'violation') expect(forbiddenPoints(verdict.findings[0].offending)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
