import {
  type EC2Client,
  RevokeSecurityGroupIngressCommand,
  type RevokeSecurityGroupIngressResult,
} from '@aws-sdk/client-ec2';
import type { RuleId } from '../core/ids.ts';
import type { Revoke } from '../respond/ports.ts';
import { faultOf, orRetry } from './faults.ts';
import { refusal } from './refusal.ts';

/**
 * Removes ingress rules by id through EC2, which takes all or none. By id and never by permission: a permission that
 * does not match is no error in a default VPC. `gone` also stands for an answer that does not bear the removal out
 * (`Return: false`, unknown permissions, an id missing from the removed ones), and `revoked` for ids that were gone when
 * the SDK asked a second time, since then it is the lost first request that removed them: so read after every act.
 * Throws TypeError when there is no rule to remove, RetryableError, and other faults as they are.
 */
export const revoke =
  (client: EC2Client): Revoke =>
  async (group, rules) => {
    if (rules.length === 0) throw new TypeError(`No rule of ${group} was named`);
    try {
      const command = new RevokeSecurityGroupIngressCommand({ GroupId: group, SecurityGroupRuleIds: [...rules] });
      const answer = await orRetry('RevokeSecurityGroupIngress', client.send(command));
      return { kind: bearsOut(answer, rules) ? 'revoked' : 'gone' };
    } catch (error) {
      const fault = faultOf(error);
      switch (fault) {
        case 'not-found':
          return { kind: attemptsOf(error) > 1 ? 'revoked' : 'gone' };
        case 'refused':
          return { kind: 'refused', reason: refusal(`remove rules from ${group}`, error) };
        case 'retryable':
        case 'conflict':
        case 'unknown':
          throw error;
        default:
          return fault satisfies never;
      }
    }
  };

function bearsOut(answer: RevokeSecurityGroupIngressResult, rules: readonly RuleId[]): boolean {
  if (answer.Return === false || (answer.UnknownIpPermissions ?? []).length > 0) return false;
  const removed = (answer.RevokedSecurityGroupRules ?? []).map(({ SecurityGroupRuleId }) => SecurityGroupRuleId);
  // Older answers list nothing, and an empty list says no more than an absent one.
  return removed.length === 0 || rules.every((rule) => removed.includes(rule));
}

/** How often the SDK asked before it gave up. */
const attemptsOf = (error: unknown): number =>
  (error as { readonly $metadata?: { readonly attempts?: number } }).$metadata?.attempts ?? 1;
