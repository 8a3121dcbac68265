import { ArnFormat, Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/** The topics: `notices` for people, with alarms and digests; `reports` for tools, which have each report by itself. */
export type Topics = { readonly notices: Topic; readonly reports: Topic };

/**
 * The two topics that notices go through. In a burst people get digests and tools each report, and a topic can't tell the
 * one from the other: a filter that keeps single reports from a mail address would keep the alarms from it too, which come
 * without attributes (https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html).
 */
export const createTopics = (scope: Construct, emails: readonly string[]): Topics => ({
  notices: createNotices(scope, emails),
  reports: new Topic(scope, 'Reports', { displayName: 'Portcullis reports', enforceSSL: true }),
});

/**
 * The topic that people subscribe to; mails and alarms go through it.
 *
 * It has no KMS key on purpose: alarms can't publish to a topic under the free `alias/aws/sns`, and a customer key would be
 * one more thing that can be disabled and silence every mail, for texts that leave as plain mail anyway.
 */
function createNotices(scope: Construct, emails: readonly string[]): Topic {
  const topic = new Topic(scope, 'Notices', { displayName: 'Portcullis', enforceSSL: true });
  for (const email of emails) topic.addSubscription(new EmailSubscription(email));
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: {
          'aws:SourceArn': Stack.of(scope).formatArn({
            service: 'cloudwatch',
            resource: 'alarm',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  return topic;
}
