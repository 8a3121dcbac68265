import type { Context } from '../context.ts';
import type { SourceWord } from '../policy.ts';
import type { Source } from '../rule.ts';
import { addressesOf, type Cidr } from '../traffic/cidr.ts';
import { holdsPublic } from '../traffic/public-addresses.ts';
import { addressSet } from '../traffic/source-set.ts';

/** The first block of a source that is wider than the limit of its family and holds a public address, and that limit. */
export function widerThan(
  word: Extract<SourceWord, { kind: 'wider-than' }>,
  source: Source,
  { lists }: Context,
): { cidr: Cidr; limit: number } | undefined {
  const cidrs = source.kind === 'cidr' ? [source.cidr] : source.kind === 'list' ? (lists.get(source.id) ?? []) : [];
  for (const cidr of cidrs) {
    const { family, prefix } = addressesOf(cidr);
    const limit = family === 4 ? word.ipv4 : word.ipv6;
    if (limit !== undefined && prefix < limit && holdsPublic(addressSet([cidr]), family)) return { cidr, limit };
  }
  return undefined;
}
