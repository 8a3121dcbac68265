import type { Context, Group } from '../context.ts';
import type { Scope, Unless } from '../policy.ts';
import type { Coverage } from './coverage.ts';
import { matchesGlob } from './glob.ts';
import { namesActor } from './who.ts';

/** What a scope asks of a context; a fact that is absent is not known. */
export type Place = Partial<Pick<Context, 'account' | 'region' | 'actor'>> & { readonly group: Partial<Group> };

const COVERED: Coverage = { kind: 'covered' };
const OUTSIDE: Coverage = { kind: 'outside' };

/**
 * Whether a scope covers the group of a context. All keys that are given must hold. A fact that is not known leaves the
 * answer open only when every known one holds.
 */
export function coverage(scope: Scope, context: Place): Coverage {
  const covered = all(scope, context);
  if (!scope.unless || covered.kind === 'outside') return covered;
  const excepted = all(scope.unless, context);
  if (excepted.kind === 'covered') return OUTSIDE;
  return covered.kind === 'unknown' ? covered : excepted.kind === 'unknown' ? excepted : COVERED;
}

/** Whether every key holds; the first that does not ends it, since most policies do not cover most groups. */
function all(scope: Unless, context: Place): Coverage {
  let answer = COVERED;
  for (const check of CHECKS) {
    const next = check(scope, context);
    if (next.kind === 'outside') return next;
    if (next.kind === 'unknown' && answer.kind === 'covered') answer = next;
  }
  return answer;
}

const CHECKS: readonly ((scope: Unless, context: Place) => Coverage)[] = [
  ({ accounts }, { account }) => among(accounts, [account], 'the account'),
  ({ regions }, { region }) => among(regions, [region], 'the region'),
  ({ vpcs }, { group }) => among(vpcs, [group.vpc], "the group's VPC"),
  ({ groups }, context) => amongGroups(groups, context),
  ({ tags }, context) => tagged(tags, context),
  ({ actors }, { actor }) => (actors ? namesActor(actors, actor) : COVERED),
];

function among(
  patterns: readonly string[] | undefined,
  texts: readonly (string | undefined)[],
  fact: string,
): Coverage {
  if (!patterns) return COVERED;
  if (texts.some((text) => text !== undefined && patterns.some((pattern) => matchesGlob(pattern, text))))
    return COVERED;
  return texts.includes(undefined) ? { kind: 'unknown', missing: fact } : OUTSIDE;
}

function amongGroups(patterns: readonly string[] | undefined, { group }: Place): Coverage {
  if (!patterns) return COVERED;
  // EC2 gives no group a name that begins with `sg-`, so a pattern is of ids or of names, and none matches by chance.
  const ofIds = (pattern: string) => pattern.startsWith('sg-');
  const byId = among(patterns.filter(ofIds), [group.id], "the group's id");
  const ofNames = patterns.filter((pattern) => !ofIds(pattern));
  if (byId.kind === 'covered' || ofNames.length === 0) return byId;
  const byName = ofNames.includes('*') ? COVERED : among(ofNames, [group.name], "the group's name");
  return byName.kind === 'outside' && ofNames.length < patterns.length ? byId : byName;
}

function tagged(wanted: Scope['tags'], { group: { tags, someTags = {} } }: Place): Coverage {
  let answer = COVERED;
  for (const [key, values] of Object.entries(wanted ?? {})) {
    const known = tags ?? someTags;
    const value = Object.hasOwn(known, key) ? known[key] : tags ? null : undefined;
    if (value === undefined) answer = { kind: 'unknown', missing: "the group's tags" };
    else if (value === null || among(values, [value], key).kind !== 'covered') return OUTSIDE;
  }
  return answer;
}
