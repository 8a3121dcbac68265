import { ArnFormat, Aws, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { neededActs } from '../functions/core/needed-acts.ts';
import type { Policy as SecurityPolicy } from '../functions/core/policy.ts';
import { type Ec2Arns, openingRights } from './opening-rights.ts';
import type { Queues } from './queues.ts';
import type { Topics } from './topic.ts';

/** What the functions work with. */
export type Surroundings = {
  readonly ledger: Table;
  readonly topics: Topics;
  readonly bus: IEventBus;
  readonly queues: Queues;
  readonly logs: readonly LogGroup[];
};

/** The role that the functions act under, without permissions yet: the event pattern must know its ARN first. */
export function createRole(scope: Construct): Role {
  return new Role(scope, 'ResponderRole', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description:
      'Portcullis responder: removes security group ingress rules, and opens only what a policy has restored',
  });
}

/**
 * Everything that the role may do, written out by hand: the CDK's grants give more than is used. What can open something
 * is there only where a policy's remedy needs it, so that whoever takes over the function can close, and hardly open.
 */
export function permit(
  scope: Construct,
  role: Role,
  policies: readonly SecurityPolicy[],
  around: Surroundings,
): Policy {
  const { ledger, topics, bus, queues, logs } = around;
  const ec2 = (resource: string, account: string = Aws.ACCOUNT_ID) =>
    Stack.of(scope).formatArn({
      service: 'ec2',
      account,
      resource,
      resourceName: '*',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  const allow = (sid: string, actions: string[], resource: string, conditions: Record<string, unknown> = {}) =>
    new PolicyStatement({ sid, actions, resources: [resource], conditions });

  const arns: Ec2Arns = {
    groups: ec2('security-group'),
    rules: ec2('security-group-rule'),
    ownLists: ec2('prefix-list'),
    // Shared lists carry their owner's account in the ARN, those of AWS the word aws.
    lists: ec2('prefix-list', '*'),
  };
  const policy = new Policy(scope, 'ResponderPolicy', {
    roles: [role],
    statements: [
      allow('CloseHoles', ['ec2:RevokeSecurityGroupIngress'], arns.groups),
      ...openingRights(policies, arns),
      // These reads know no resource; the region is all that can be held.
      allow(
        'ReadGroups',
        ['ec2:DescribeSecurityGroups', 'ec2:DescribeSecurityGroupRules', 'ec2:DescribeManagedPrefixLists'],
        '*',
        { StringEquals: { 'ec2:Region': Aws.REGION } },
      ),
      allow('ReadPrefixLists', ['ec2:GetManagedPrefixListEntries'], arns.lists),
      allow('KeepReports', ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], ledger.tableArn),
      new PolicyStatement({
        sid: 'TellPeople',
        actions: ['sns:Publish'],
        resources: [topics.notices.topicArn, topics.reports.topicArn],
      }),
      // Its own queue too: of an event that concerns many groups it passes on a few at a time.
      new PolicyStatement({
        sid: 'SendMessages',
        actions: ['sqs:SendMessage'],
        resources: [queues.digests.queueArn, queues.records.queueArn],
      }),
      allow('TellTools', ['events:PutEvents'], bus.eventBusArn, {
        // Nobody listening to another source can be fooled with this role.
        StringEquals: { 'events:source': 'portcullis' },
      }),
      allow(
        'TakeRecords',
        ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        queues.records.queueArn,
      ),
      new PolicyStatement({
        sid: 'WriteLogs',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: logs.map(({ logGroupArn }) => logGroupArn),
      }),
    ],
  });
  acknowledgeWildcards(policy, policies);
  return policy;
}

function acknowledgeWildcards(policy: Policy, policies: readonly SecurityPolicy[]): void {
  const needed = neededActs(policies);
  const own = 'arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>';
  const reasons = {
    [`${own}:security-group/*`]:
      'Any group of this account and region may be the one that is changed; the policies decide which rules go or come back',
    'arn:<AWS::Partition>:ec2:<AWS::Region>:*:prefix-list/*':
      'A rule may name any prefix list, shared lists and those of AWS too; none of them is changed by it',
    '*': 'These reads know no resource; the condition ec2:Region holds them to this region',
    ...((needed.has('authorize') || needed.has('modify')) && {
      [`${own}:security-group-rule/*`]:
        'The ids of rules are not known before; a policy restores or narrows, and the right on the group must be there too',
    }),
    ...(needed.has('restore-list') && {
      [`${own}:prefix-list/*`]:
        'Any list of this account may be the one that is changed; a policy restores, and only an earlier version can come back',
    }),
  };
  for (const [resource, reason] of Object.entries(reasons)) {
    Validations.of(policy).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
  }
}
