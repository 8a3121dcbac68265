import { AuthorizeSecurityGroupIngressCommand, type EC2Client, type TagSpecification } from '@aws-sdk/client-ec2';
import { type Rule, ruleText, type Tags } from '../core/rule.ts';
import type { Authorize } from '../respond/ports.ts';
import { answerOf } from './answer-of.ts';
import { isGroupGone } from './group-gone.ts';
import { toPermission } from './rule-request.ts';

/**
 * Adds ingress rules to a group through EC2, which takes all or none. Rules of one call must bear the same tags, since
 * EC2 gives every rule of a call the tags of the call; with tags, the caller needs the permission ec2:CreateTags too.
 * Tags whose keys begin with `aws:` are AWS's to give, and left out. `exists` also stands for a rule that this very call
 * added, when its first answer was lost and the SDK asked again: so read after every act.
 *
 * Throws TypeError when there is no rule to add or tags differ, RetryableError, and other faults as they are.
 */
export const authorize =
  (client: EC2Client): Authorize =>
  async (group, rules) => {
    const command = new AuthorizeSecurityGroupIngressCommand({
      GroupId: group,
      IpPermissions: rules.map(toPermission),
      ...tagging(rules),
    });
    return answerOf(
      {
        operation: 'AuthorizeSecurityGroupIngress',
        what: `add rules to ${group}`,
        done: 'authorized',
        kindOf: (error) => {
          if (error.name === 'InvalidPermission.Duplicate') return 'exists';
          if (error.name === 'RulesPerSecurityGroupLimitExceeded') return 'full';
          return isGroupGone(error, group, rules) ? 'gone' : undefined;
        },
      },
      client.send(command),
    );
  };

/** The tags that all the rules bear, as a part of the request. */
function tagging(rules: readonly Rule[]): { readonly TagSpecifications?: TagSpecification[] } {
  const [first, ...others] = rules;
  if (first === undefined) throw new TypeError('No rule to add was named');
  const tags = userTags(first.tags);
  const other = others.find((rule) => !sameTags(userTags(rule.tags), tags));
  if (other) throw new TypeError(`One call can't tag ${ruleText(other)} otherwise than ${ruleText(first)}`);
  if (tags.length === 0) return {};
  const Tags = tags.map(([Key, Value]) => ({ Key, Value }));
  return { TagSpecifications: [{ ResourceType: 'security-group-rule', Tags }] };
}

type Pairs = readonly (readonly [key: string, value: string])[];

const userTags = (tags: Tags | undefined): Pairs => Object.entries(tags ?? {}).filter(([key]) => !/^aws:/i.test(key));

function sameTags(some: Pairs, others: Pairs): boolean {
  const values = new Map(others);
  return some.length === others.length && some.every(([key, value]) => values.get(key) === value);
}
