import type { Policy, SourceWord, Statement } from '../../core/policy.ts';
import { addressesOf, type Cidr, type Family } from '../../core/traffic/cidr.ts';
import { coversHalf, holdsPublic } from '../../core/traffic/public-addresses.ts';
import { addressSet } from '../../core/traffic/source-set.ts';
import type { Traffic } from '../../core/traffic/traffic.ts';
import type { Judging } from './judging.ts';
import { beyond, common, namedOfSome, touch } from './reach.ts';
import { scopeCovers, scopesMeet } from './scopes.ts';
import { shown } from './shown.ts';
import type { Finding } from './subject.ts';

/** What a `require` asks for and another policy forbids in groups that both cover: whoever keeps one breaks the other. */
export function contradictions(requiring: Judging, other: Judging): Finding[] {
  const [{ policy }, { policy: against }] = [requiring, other];
  if (policy.ban.kind !== 'require' || policy.mode === 'off' || against.mode === 'off') return [];
  // Whoever exempts from a policy has seen what it is at odds with.
  if (against.exemptions !== undefined) return [];
  if (against.ban.kind === 'freeze') return stricterFreeze(policy, against);
  if (against.ban.kind !== 'deny' && against.ban.kind !== 'only') return [];
  const { kind } = against.ban;
  if (kind === 'deny' && !touch(requiring.ofSome(), other.ofSome())) return [];
  if (!scopesMeet(policy.scope, against.scope)) return [];
  const within = scopeCovers(against.scope, policy.scope) || scopeCovers(policy.scope, against.scope);
  return requiring.statements.flatMap((statement, index): Finding[] => {
    const required = requiring.lines()[index] ?? [];
    const clash =
      kind === 'only' ? beyond(required, other.statements) : common(required, deniedOf(statement, other.statements));
    if (clash.length === 0) return [];
    const message =
      `${against.id} forbids ${shown(clash)}, which is required here, in groups that both cover: whoever keeps one ` +
      'breaks the other; part the scopes, or change one of the two';
    const path = ['require', index];
    return [{ ...(!within && { level: 'warning' }), code: 'contradiction', path, message }];
  });
}

/** Of two remedies for a rule that was changed the stricter acts, and to revoke can't bring back what is required. */
function stricterFreeze(policy: Policy, against: Policy): Finding[] {
  if (policy.remedy !== 'restore' || against.remedy !== 'revoke' || !scopesMeet(policy.scope, against.scope)) return [];
  const message =
    `${against.id} freezes groups that both cover, and its remedy revoke is stricter than restore: a required rule that is ` +
    'changed is held there, and not brought back; write remedy: restore in the freeze too';
  return [{ level: 'warning', code: 'contradiction', path: ['remedy'], message }];
}

/** What a `deny` surely names of rules that let in just what is required. */
function deniedOf({ sources }: Statement, denied: readonly Statement[]): Traffic {
  const cidrs = sources.flatMap((word) => (word.kind === 'cidr' ? [word.cidr] : []));
  return namedOfSome(
    denied.map((statement) => ({ ...statement, sources: statement.sources.flatMap((word) => exactly(word, cidrs)) })),
  );
}

/** A word that depends on the rule, as the CIDRs that it applies to; whose group an id is can't be known here. */
function exactly(word: SourceWord, cidrs: readonly Cidr[]): SourceWord[] {
  const asWords = (some: readonly Cidr[]) => some.map((cidr): SourceWord => ({ kind: 'cidr', cidr }));
  switch (word.kind) {
    case 'anywhere':
      return asWords(cidrs.filter((cidr) => holdsPublicOf(cidr) && coversHalf(addressSet(cidrs), familyOf(cidr))));
    case 'wider-than':
      return asWords(
        cidrs.filter((cidr) => {
          const { family, prefix } = addressesOf(cidr);
          const limit = word[`ipv${family}`];
          return limit !== undefined && prefix < limit && holdsPublicOf(cidr);
        }),
      );
    case 'account':
      return [];
    default:
      return [word];
  }
}

const familyOf = (cidr: Cidr): Family => addressesOf(cidr).family;

const holdsPublicOf = (cidr: Cidr): boolean => holdsPublic(addressSet([cidr]), familyOf(cidr));
