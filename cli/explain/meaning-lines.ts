import type { Policy, SourceWord } from '../../functions/core/policy.ts';

/** The exact meaning of the words that a policy uses, each once, as points. */
export function meaningLines({ ban }: Pick<Policy, 'ban'>): string[] {
  if (ban.kind !== 'deny' && ban.kind !== 'only') return [];
  const words = new Set(ban.statements.flatMap(({ sources }) => sources.map(({ kind }) => kind)));
  const meanings = [...words].flatMap((kind) => meaningOf(kind, ban.kind === 'only'));
  const speaks = meanings.some((text) => text.includes('public address'));
  return [...meanings, ...(speaks ? [PUBLIC] : [])].map((text) => `- ${text}`);
}

function meaningOf(kind: SourceWord['kind'], allowed: boolean): string[] {
  switch (kind) {
    case 'anywhere':
      return allowed
        ? ['anywhere: every address. Who may let the whole world in may let in any part of it.']
        : [
            'anywhere: the source covers at least half of the public addresses of its family (IPv4 or IPv6), by itself or ' +
              "together with the group's other rules for the same traffic. 0.0.0.0/1 does so by itself, 128.0.0.0/1 only " +
              'in company. A prefix list counts with its entries.',
          ];
    case 'public':
      return ['public: the part of the source that is public addresses.'];
    case 'any':
      return ['any source: every address, prefix list and security group, the group itself too.'];
    case 'wider-than':
      return ['wider: a block with a shorter prefix length than that which holds a public address.'];
    case 'account':
      return ['any group of an account: a rule whose source is a security group of that account.'];
    case 'list':
      return ['a prefix list: a rule whose source is that list, and addresses that are among its entries.'];
    case 'cidr':
    case 'group':
      return [];
    default:
      return kind satisfies never;
  }
}

const PUBLIC =
  'public address: IPv4 without the blocks that IANA reserves for private and other special use, multicast and ' +
  '240.0.0.0/4; of IPv6 2000::/3.';
