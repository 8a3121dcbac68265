import type * as z from 'zod';
import type { SourceWord, Statement } from '../core/policy.ts';
import { ALL_PROTOCOLS, hasPorts, isIcmp, PROTOCOL_NAMES } from '../core/rule.ts';
import { ALWAYS, addFault, has, map, oneOrMany } from './shape.ts';
import { exactSource, source } from './source-field.ts';
import { icmp, ports, protocol } from './traffic-fields.ts';

/** One line of a list of statements, whose sources are of some kind. */
const statementOf = (entry: z.ZodType<SourceWord>) =>
  map({
    protocol,
    ports: ports.describe('Ports of tcp or udp: a number, "from-to", or a list of both; all when left out').optional(),
    icmp: icmp.optional(),
    sources: oneOrMany(entry).describe('Where the traffic comes from'),
  })
    .superRefine(checkKeys, ALWAYS)
    .transform(({ protocol, ports, icmp, sources }): Statement => {
      const numbers = protocol === ALL_PROTOCOLS && ports ? [6, 17] : [protocol];
      return {
        protocols: numbers,
        ...(ports && { ports }),
        ...(icmp && { icmp: { ...number('type', icmp.type), ...number('code', icmp.code) } }),
        sources,
      };
    });

/** One line of `deny` or `only`. */
export const statement = statementOf(source);

/** One line of `require`. */
export const requirement = statementOf(exactSource);

/** The name of a protocol as a policy file writes it. */
export const protocolName = (protocol: number): string =>
  protocol === ALL_PROTOCOLS ? 'all' : (PROTOCOL_NAMES[protocol] ?? String(protocol));

function checkKeys(value: { readonly protocol: unknown }, context: z.core.$RefinementCtx<unknown>): void {
  const protocol: unknown = has(value, 'protocol') ? value.protocol : undefined;
  if (typeof protocol !== 'number') return;
  const name = protocolName(protocol);
  if (has(value, 'ports') && !hasPorts(protocol) && protocol !== ALL_PROTOCOLS) {
    addFault(context, 'conflict', `Protocol ${name} has no ports; ports go with tcp, udp or all`, ['ports']);
  }
  if (has(value, 'icmp') && !isIcmp(protocol)) {
    addFault(context, 'conflict', `Protocol ${name} has no types and codes; icmp goes with icmp or icmpv6`, ['icmp']);
  }
}

function number<Key extends string>(key: Key, value: number | 'any' | undefined): { [key in Key]?: number } {
  return value === undefined || value === 'any' ? {} : ({ [key]: value } as { [key in Key]?: number });
}
