import { coverage, type Place } from '../../functions/core/judge/scope.ts';
import type { Scope } from '../../functions/core/policy.ts';
import { listed } from '../explain/listed.ts';
import { exceptionPhrase, placePhrase, SCOPE_KEYS } from '../explain/scope-lines.ts';

/** Why a scope does not cover a group: what it asks for and the group is not, in words. */
export function outsideReason({ unless, ...places }: Scope, place: Place): string {
  const missed = SCOPE_KEYS.filter(
    (key) => places[key] !== undefined && coverage({ [key]: places[key] }, place).kind === 'outside',
  );
  if (missed.length > 0) return `it covers groups ${listed(missed.map((key) => placePhrase(places, key)))}`;
  return `it leaves out ${exceptionPhrase(unless ?? {})}`;
}
