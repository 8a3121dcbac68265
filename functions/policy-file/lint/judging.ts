import type { Policy, Statement } from '../../core/policy.ts';
import type { Traffic } from '../../core/traffic/traffic.ts';
import { type Bounds, boundsOf } from './bounds.ts';
import { deniedBy, listedBy, type NamedSet } from './named.ts';
import { namedOfAny, namedOfSome } from './reach.ts';
import type { LintedPolicy } from './subject.ts';

/** A policy with the sets that comparing it takes, each made when it is first asked for. */
export type Judging = LintedPolicy & {
  readonly statements: readonly Statement[];
  /** What its statements name, exactly. */
  readonly named: () => NamedSet;
  readonly namedBounds: () => Bounds | undefined;
  /** What they name of some rule, and at most of any. */
  readonly ofSome: () => Traffic;
  readonly ofSomeBounds: () => Bounds | undefined;
  readonly ofAny: () => Traffic;
  /** What each statement names of some rule. */
  readonly lines: () => readonly Traffic[];
};

/** Prepares a policy for comparisons. */
export function judging(linted: LintedPolicy): Judging {
  const { ban } = linted.policy;
  const statements = statementsOf(linted.policy);
  const named = once(() => (ban.kind === 'deny' ? deniedBy : listedBy)(statements));
  const ofSome = once(() => namedOfSome(statements));
  return {
    ...linted,
    statements,
    named,
    namedBounds: once(() => boundsOf(named())),
    ofSome,
    ofSomeBounds: once(() => boundsOf(ofSome())),
    ofAny: once(() => namedOfAny(statements)),
    lines: once(() => statements.map((statement) => namedOfSome([statement]))),
  };
}

const statementsOf = ({ ban }: Policy): readonly Statement[] =>
  ban.kind === 'freeze' || ban.kind === 'watch' ? [] : ban.statements;

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
