import type { AccountId, GroupId, PrefixListId } from '../core/ids.ts';
import type { WatchedKind } from '../core/policy.ts';
import type { Rule, Tags } from '../core/rule.ts';
import type { Cidr } from '../core/traffic/cidr.ts';

/** What a case may expect of a verdict. */
export const EXPECTATIONS = ['compliant', 'exempt', 'violation', 'undetermined'] as const;
type Expectation = (typeof EXPECTATIONS)[number];

/** One entry of a `cases.yaml`: what happens, and what its policy must say of it. */
export type Case = RuleCase | EventCase;

type Common = {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly account: AccountId;
  readonly region: string;
  /** The ARN of the principal, for exemptions. */
  readonly actor?: string;
  /** ISO 8601, for exemptions. */
  readonly now?: string;
  readonly expect: Expectation;
};

/** A rule that is added to a group or, where the policy is a `require`, taken away from it. */
export type RuleCase = Common & {
  readonly kind: 'rule';
  readonly rule: Rule;
  readonly group: {
    readonly id: GroupId;
    readonly name: string;
    readonly vpc: string;
    readonly tags: Tags;
    /** The rules that stand beside that one. */
    readonly rules: readonly Rule[];
  };
  /** The entries of the prefix lists that can be read. */
  readonly prefixLists: ReadonlyMap<PrefixListId, readonly Cidr[]>;
  /** Texts of traffic, compared as a set; not compared when absent. */
  readonly offending?: readonly string[];
  readonly remainder?: readonly string[];
};

/** Something that a `watch` policy may tell of. */
export type EventCase = Common & { readonly kind: 'event'; readonly event: WatchedKind };
