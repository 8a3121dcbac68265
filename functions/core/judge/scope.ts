import type { Context } from '../context.ts';
import type { Scope } from '../policy.ts';
import { matchesGlob } from './glob.ts';

/** Whether a scope covers a group; `missing` names the fact without which that can't be said. */
export type Coverage =
  | { readonly kind: 'covered' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'unknown'; readonly missing: string };

const COVERED: Coverage = { kind: 'covered' };
const OUTSIDE: Coverage = { kind: 'outside' };

/**
 * Whether a scope covers the group of a context. All keys that are given must hold. A fact that is not known leaves the
 * answer open only when every known one holds.
 */
export function coverage(scope: Scope, context: Context): Coverage {
  const { group } = context;
  const { unless } = scope;
  const answers = [
    among(scope.accounts, [context.account]),
    among(scope.regions, [context.region]),
    among(scope.vpcs, [group.vpc], "the group's VPC"),
    amongGroups(scope.groups, context),
    tagged(scope.tags, context),
  ];
  const covered = all(answers);
  if (!unless || covered.kind === 'outside') return covered;
  const excepted = coverage(unless, context);
  if (excepted.kind === 'covered') return OUTSIDE;
  return all([covered, excepted.kind === 'outside' ? COVERED : excepted]);
}

const all = (answers: readonly Coverage[]): Coverage =>
  answers.find(({ kind }) => kind === 'outside') ?? answers.find(({ kind }) => kind === 'unknown') ?? COVERED;

function among(patterns: readonly string[] | undefined, texts: readonly (string | undefined)[], fact = ''): Coverage {
  if (!patterns) return COVERED;
  if (texts.some((text) => text !== undefined && patterns.some((pattern) => matchesGlob(pattern, text))))
    return COVERED;
  return texts.includes(undefined) ? { kind: 'unknown', missing: fact } : OUTSIDE;
}

function amongGroups(patterns: readonly string[] | undefined, { group }: Context): Coverage {
  // Patterns of ids alone ask nothing of the name, so its absence leaves nothing open.
  const names = patterns?.every((pattern) => /^sg-[0-9a-f*?]+$/.test(pattern)) ? [] : [group.name];
  return among(patterns, [group.id, ...names], "the group's name");
}

function tagged(wanted: Scope['tags'], { group }: Context): Coverage {
  const pairs = Object.entries(wanted ?? {});
  if (pairs.length === 0) return COVERED;
  const { tags } = group;
  if (!tags) return { kind: 'unknown', missing: "the group's tags" };
  return all(pairs.map(([key, values]) => (Object.hasOwn(tags, key) ? among(values, [tags[key]]) : OUTSIDE)));
}
