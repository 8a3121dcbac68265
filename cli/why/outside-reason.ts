import { coverage, type Place } from '../../functions/core/judge/scope.ts';
import type { Scope, Unless } from '../../functions/core/policy.ts';
import { listed } from '../explain/listed.ts';
import { placePhrase, placePhrases, SCOPE_KEYS } from '../explain/scope-lines.ts';

/** Why a scope does not cover a group: what it asks for and the group is not, in words. */
export function outsideReason({ unless, ...scope }: Scope, place: Place): string {
  const places: Unless = scope;
  const missed = SCOPE_KEYS.filter(
    (key) => places[key] !== undefined && coverage({ [key]: places[key] }, place).kind === 'outside',
  );
  if (missed.length > 0) return `it covers groups ${listed(missed.map((key) => placePhrase(places, key)))}`;
  return `it leaves out groups ${listed(placePhrases(unless ?? {}))}`;
}
