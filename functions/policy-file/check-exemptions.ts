import { lifeOf } from '../core/exemption.ts';
import { instantText } from '../core/notice/duration.ts';
import type { Policy } from '../core/policy.ts';
import { staleExemptions, UNUSED_DAYS, type Uses } from '../core/uses.ts';
import { excusesAll, excusesSomething, outOfScope } from './exemption-reach.ts';
import { type Fault, type Problem, quoted } from './problem.ts';
import type { PlacedExemption } from './read-exemptions.ts';
import { didYouMean } from './suggest.ts';

/**
 * What is wrong with exemptions beside the policies that they are from. `known` are the ids of all policies, those that
 * could not be read too: of them nothing more can be said.
 */
export function checkExemptions(
  exemptions: readonly PlacedExemption[],
  policies: readonly Policy[],
  known: readonly string[],
): Problem[] {
  return exemptions.flatMap((placed): Problem[] => {
    const { exemption } = placed;
    const policy = policies.find(({ id }) => id === exemption.policy);
    if (policy) return faultsOf(placed, policy);
    if (known.includes(exemption.policy)) return [];
    const message = `${quoted(exemption.policy)} is no policy of this folder${didYouMean(exemption.policy, known)}`;
    return [problemAt(placed, ['policy'], { code: 'exemption-policy', message })];
  });
}

/** The exemptions that have ended at a time (ISO 8601 in UTC): they excuse nothing any more, and hinder nothing. */
export function expiredExemptions(exemptions: readonly PlacedExemption[], at: string): Problem[] {
  return exemptions.flatMap((placed) => {
    const { id, until, owner } = placed.exemption;
    if (lifeOf(placed.exemption, at) !== 'expired') return [];
    const message = `Exemption ${id} ended at ${until.replace('T', ' ').replace('Z', ' UTC')}; take it out, or ask ${owner} for a new one`;
    return [{ ...problemAt(placed, ['until'], { code: 'exemption-expired', message }), level: 'warning' as const }];
  });
}

/** The exemptions that are in force and have excused nothing for long, by what a ledger keeps of their uses: a warning each. */
export function unusedExemptions(
  exemptions: readonly PlacedExemption[],
  uses: Uses | undefined,
  at: string,
): Problem[] {
  return exemptions.flatMap((placed) => {
    const { exemption } = placed;
    return staleExemptions([{ exemptions: [exemption] }], uses, at).flatMap((stale) => {
      if (stale.kind !== 'unused') return [];
      const { id, owner, last } = stale;
      const state = last === undefined ? 'as far as the ledger goes, never' : `last at ${instantText(last) ?? last}`;
      const message = `Exemption ${id} has not been used for ${UNUSED_DAYS} days (${state}); ask ${owner} whether anybody needs it, and take it out if nobody does`;
      return [{ ...problemAt(placed, ['id'], { code: 'exemption-unused', message }), level: 'warning' as const }];
    });
  });
}

function faultsOf(placed: PlacedExemption, { id, ban, scope }: Policy): Problem[] {
  const { exemption } = placed;
  if (ban.kind === 'watch') {
    const message = `${id} watches events and forbids no traffic, so nothing can be excused; use scope.unless.actors in the policy`;
    return [problemAt(placed, ['policy'], { code: 'exemption-void', message })];
  }
  if (outOfScope(exemption.group, scope)) {
    const message = `${id} covers none of these groups, so the exemption excuses nothing; take it out or mend the group`;
    return [problemAt(placed, ['group'], { code: 'exemption-void', message })];
  }
  if (!excusesSomething(ban, exemption)) {
    const message = `${id} forbids none of this traffic, so the exemption excuses nothing; take it out or mend the traffic`;
    return [problemAt(placed, ['traffic'], { code: 'exemption-void', message })];
  }
  if (!excusesAll(ban, scope, exemption)) return [];
  const message = `This excuses all that ${id} forbids, for everybody and in every group that it covers; name less, or write mode: off in the policy`;
  return [problemAt(placed, ['traffic'], { code: 'exemption-broad', message })];
}

const problemAt = (
  { file, placeOf, labelOf }: PlacedExemption,
  path: readonly PropertyKey[],
  { code, message }: Fault,
): Problem => {
  const { line, column } = placeOf(...path);
  return { file, line, column, code, message: `${labelOf(...path)}: ${message}` };
};
