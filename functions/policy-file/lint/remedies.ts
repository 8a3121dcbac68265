import { REMEDIES } from '../../core/policy.ts';
import type { Traffic } from '../../core/traffic/traffic.ts';
import { mayMeet } from './bounds.ts';
import type { Judging } from './judging.ts';
import { beyond, common, outside } from './reach.ts';
import { scopesMeet } from './scopes.ts';
import { shown } from './shown.ts';
import type { Finding } from './subject.ts';

/** That two policies ask for different remedies for the same traffic in the same groups, told of the second; which one acts. */
export function differentRemedies(first: Judging, second: Judging): Finding[] {
  const [a, b] = [first.policy, second.policy];
  if (a.remedy === b.remedy || a.mode === 'off' || b.mode === 'off') return [];
  const judgesTraffic = ({ ban }: typeof a) => ban.kind === 'deny' || ban.kind === 'only';
  if (!judgesTraffic(a) || !judgesTraffic(b) || !scopesMeet(a.scope, b.scope)) return [];
  const both = forbiddenByBoth(first, second);
  if (both.length === 0) return [];
  const acts = REMEDIES.findLast((remedy) => remedy === a.remedy || remedy === b.remedy) ?? a.remedy;
  const message =
    `${b.remedy} is the remedy here for ${shown(both)}, and ${a.remedy} in ${a.id}, in groups that both cover: where ` +
    `both are in enforce mode, ${acts} acts, the stricter one; make the remedies alike, or part the scopes`;
  return [{ level: 'warning', code: 'remedies-differ', path: ['remedy'], message }];
}

/** Traffic that some rule shows to be forbidden by both. */
export function forbiddenByBoth(a: Judging, b: Judging): Traffic {
  const [deniesA, deniesB] = [a.policy.ban.kind === 'deny', b.policy.ban.kind === 'deny'];
  if (deniesA && deniesB) {
    const [boundsA, boundsB] = [a.ofSomeBounds(), b.ofSomeBounds()];
    return boundsA && boundsB && mayMeet(boundsA, boundsB) ? common(a.ofSome(), b.ofSome()) : [];
  }
  if (deniesA) return beyond(a.ofSome(), b.statements);
  if (deniesB) return beyond(b.ofSome(), a.statements);
  return beyond(outside(a.statements, []), b.statements);
}
