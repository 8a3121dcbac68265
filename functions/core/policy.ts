import type { Exemption } from './exemption.ts';
import type { AccountId, GroupId, PrefixListId } from './ids.ts';
import type { Cidr } from './traffic/cidr.ts';

/** How bad a violation is, least first. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** off: not judged. audit: told. enforce: told and repaired. */
export const MODES = ['off', 'audit', 'enforce'] as const;
export type Mode = (typeof MODES)[number];

/**
 * What enforcing does, mildest first. notify: tells. narrow: puts rules for what does not certainly offend in the
 * place of the rule. restore: brings back what was before the change: an added rule goes, a modified or removed one comes back.
 * revoke: the rule goes.
 */
export const REMEDIES = ['notify', 'narrow', 'restore', 'revoke'] as const;
export type Remedy = (typeof REMEDIES)[number];

/** An inclusive range of whole numbers. */
export type Span = readonly [first: number, last: number];

/** One entry of `sources`; the words' meanings are in functions/core/judge/statement.ts and company.ts. */
export type SourceWord =
  | { readonly kind: 'anywhere' | 'public' | 'any' }
  /** A CIDR with a prefix shorter than the limit of its family that holds a public address. */
  | { readonly kind: 'wider-than'; readonly ipv4?: number; readonly ipv6?: number }
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'list'; readonly id: PrefixListId }
  | { readonly kind: 'group'; readonly id: GroupId }
  | { readonly kind: 'account'; readonly id: AccountId };

/**
 * One line of `deny` or `only`, compiled: the protocols (several where the file says `all` with ports, which means tcp
 * and udp), and the spans that apply to them. Absent spans mean all.
 */
export type Statement = {
  /** IANA numbers; [ALL_PROTOCOLS] for every protocol. */
  readonly protocols: readonly number[];
  readonly ports?: readonly Span[];
  readonly icmp?: { readonly type?: number; readonly code?: number };
  readonly sources: readonly SourceWord[];
};

/** Which groups a policy covers. Every key that is given must hold; an entry of a list is enough. Globs know `*` and `?`. */
export type Scope = {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly vpcs?: readonly string[];
  /** Group ids or names. */
  readonly groups?: readonly string[];
  /** Tag key to the values that match it. */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  /** What this inner scope covers is left out. */
  readonly unless?: Unless;
};

/** What a scope leaves out: all that is given must hold. */
export type Unless = Omit<Scope, 'unless'> & {
  /** Patterns of ARNs: changes that these principals make are left out. */
  readonly actors?: readonly string[];
};

/**
 * What a `watch` policy tells of. attachments: a group's rules reach other network interfaces. network-acls and
 * block-public-access: the VPC's other firewalls.
 */
export const WATCHED = ['attachments', 'network-acls', 'block-public-access'] as const;
export type WatchedKind = (typeof WATCHED)[number];

/** What a policy forbids. */
export type Ban =
  | { readonly kind: 'deny'; readonly statements: readonly Statement[] }
  | { readonly kind: 'only'; readonly statements: readonly Statement[] }
  | { readonly kind: 'freeze' }
  /** Traffic that must stay let in: the removal of a rule breaks it as far as no other rule lets the same in. */
  | { readonly kind: 'require'; readonly statements: readonly Statement[] }
  /** Changes beside security group rules that are told. */
  | { readonly kind: 'watch'; readonly events: readonly WatchedKind[] };

/** A policy file, validated and compiled. Plain JSON, so that the bundle can hold it. */
export type Policy = {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly mode: Mode;
  readonly scope: Scope;
  readonly ban: Ban;
  readonly remedy: Remedy;
  /** The most rules that `narrow` may put in the place of one; more, and it revokes. 10 when absent. */
  readonly pieces?: number;
  readonly runbook: string;
  /** Why the policy exists, for the person whose rule was taken away. */
  readonly why?: string;
  /** The exemptions from this policy, whenever they count; absent when there are none. */
  readonly exemptions?: readonly Exemption[];
};
