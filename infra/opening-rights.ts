import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type NeededAct, neededActs } from '../functions/core/needed-acts.ts';
import type { Policy } from '../functions/core/policy.ts';

/** ARNs of every group, rule and prefix list that the responder may meet. */
export type Ec2Arns = {
  readonly groups: string;
  readonly rules: string;
  /** The prefix lists of this account. */
  readonly ownLists: string;
  /** Those that are shared with it and those of AWS, too. */
  readonly lists: string;
};

/**
 * The rights that can open something: only those that the remedies of the policies come to, and on groups only by the
 * tags that every such policy asks for. None where no policy needs any.
 *
 * EC2 asks for the right on the group and on the rule. Rules have tags of their own, and new ones have none yet, so it is
 * the group's tags that hold the act. Two things follow, and fail closed. Once its tag is off, a group's rules can be
 * removed but not put back. And where EC2 asks for the right on a group that a rule names as its source too, that group
 * must bear the tag, or the rule is not modified.
 */
export function openingRights(policies: readonly Policy[], arns: Ec2Arns): PolicyStatement[] {
  const allow = (sid: string, action: string, resources: string[], conditions: Conditions = {}) =>
    new PolicyStatement({ sid, actions: [action], resources, conditions });
  const onGroups = (act: NeededAct, sid: string, action: string) =>
    groupConditions(policies.filter((policy) => neededActs([policy]).has(act))).map((conditions, index) =>
      allow(index === 0 ? sid : `${sid}${index + 1}`, action, [arns.groups], conditions),
    );

  const needed = neededActs(policies);
  const [authorize, modify] = ['ec2:AuthorizeSecurityGroupIngress', 'ec2:ModifySecurityGroupRules'];
  return [
    ...(needed.has('authorize')
      ? [
          ...onGroups('authorize', 'AddRules', authorize),
          allow('AddTheRule', authorize, [arns.rules]),
          // Tags come back with the rule that bore them; nothing that stands can be tagged.
          allow('TagAddedRules', 'ec2:CreateTags', [arns.rules], {
            StringEquals: { 'ec2:CreateAction': 'AuthorizeSecurityGroupIngress' },
          }),
        ]
      : []),
    ...(needed.has('modify')
      ? [...onGroups('modify', 'ModifyRules', modify), allow('ModifyTheRule', modify, [arns.rules, arns.lists])]
      : []),
    ...(needed.has('restore-list')
      ? [allow('RestoreLists', 'ec2:RestoreManagedPrefixListVersion', [arns.ownLists])]
      : []),
  ];
}

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** The conditions under which policies may act on a group, of which one must hold; a single empty one is no condition. */
function groupConditions(policies: readonly Policy[]): Conditions[] {
  const conditions = policies.map(({ scope }) => tagCondition(scope.tags ?? {}));
  if (conditions.some((condition) => condition === undefined)) return [{}];
  const distinct = new Map(conditions.map((condition) => [JSON.stringify(condition), condition ?? {}]));
  return [...distinct.values()];
}

/** The tags of a scope as a condition; undefined where IAM can't say the same. */
function tagCondition(tags: Readonly<Record<string, readonly string[]>>): Conditions | undefined {
  const entries = Object.entries(tags);
  // StringEquals knows no patterns, takes ${...} for a variable, and a document holds nothing beyond Latin-1.
  const plain = entries.every(
    ([key, values]) =>
      /^[\w.:/=+@-]+$/.test(key) && values.every((value) => /^[ -\u00ff]*$/.test(value) && !/[*?$]/.test(value)),
  );
  // Condition keys do not tell capitals from small letters.
  const keys = new Set(entries.map(([key]) => key.toLowerCase()));
  if (entries.length === 0 || !plain || keys.size < entries.length) return undefined;
  return { StringEquals: Object.fromEntries(entries.map(([key, values]) => [`aws:ResourceTag/${key}`, values])) };
}
