import { type EC2Client, ModifySecurityGroupRulesCommand, type SecurityGroupRuleRequest } from '@aws-sdk/client-ec2';
import { sourceText } from '../core/rule.ts';
import type { Modify } from '../respond/ports.ts';
import { answerOf } from './answer-of.ts';
import { isGroupGone } from './group-gone.ts';
import { toRuleRequest } from './rule-request.ts';

/** EC2's codes for a rule that is not there, or is one of another group. */
const NO_RULE: readonly string[] = [
  'InvalidPermission.NotFound',
  'InvalidSecurityGroupRuleId.Malformed',
  'InvalidSecurityGroupRuleId.NotFound',
];

/**
 * Gives a rule other content through EC2. EC2 never changes the kind of a rule's source, from IPv4 to IPv6, to a prefix
 * list or to a group: that is `refused`, as is a group known by its name alone.
 *
 * A rule without description gets an empty one, since one that is left out might stay; should EC2 refuse the empty one,
 * the description stays and the content alone is changed. Throws RetryableError, and other faults as they are.
 */
export const modify =
  (client: EC2Client): Modify =>
  async (group, rule, to) => {
    const content = toRuleRequest(to);
    if (!content) {
      const reason = `EC2 modifies a rule to a group by its id only, and all that is known is ${sourceText(to.source)}`;
      return { kind: 'refused', reason };
    }
    const send = (SecurityGroupRule: SecurityGroupRuleRequest) =>
      answerOf(
        {
          operation: 'ModifySecurityGroupRules',
          what: `modify ${rule} of ${group}`,
          done: 'modified',
          kindOf: (error) => {
            if (error.name === 'InvalidPermission.Duplicate') return 'exists';
            return NO_RULE.includes(error.name) || isGroupGone(error, group, [to]) ? 'gone' : undefined;
          },
        },
        client.send(
          new ModifySecurityGroupRulesCommand({
            GroupId: group,
            SecurityGroupRules: [{ SecurityGroupRuleId: rule, SecurityGroupRule }],
          }),
        ),
      );
    const answer = await send({ ...content, Description: to.description ?? '' });
    return !to.description && answer.kind === 'refused' && /description/i.test(answer.reason) ? send(content) : answer;
  };
