import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { TIMEOUT } from './respond-function.ts';

/** The queue between the rule and the function, and the dead-letter queue of each of its two hops; the same for digests. */
export type Queues = {
  readonly records: Queue;
  /** Records that the function gave up on. */
  readonly failed: Queue;
  /** Events that EventBridge could not deliver to the queue. */
  readonly undelivered: Queue;
  /** Messages that wait to bring the digest of their window. */
  readonly digests: Queue;
  /** Those whose digest could not be sent. */
  readonly untold: Queue;
};

const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/** Two weeks is the most that SQS keeps: time to notice, to mend and to redrive. */
const deadLetters = { ...common, retentionPeriod: Duration.days(14) };

/** The queues of the chain. */
export function createQueues(scope: Construct): Queues {
  const failed = new Queue(scope, 'FailedRecords', deadLetters);
  const undelivered = new Queue(scope, 'UndeliveredEvents', deadLetters);
  Validations.of(undelivered).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'It is the dead-letter queue of the EventBridge target, which the rule does not recognise as a use',
  });
  const records = new Queue(scope, 'Records', {
    ...common,
    // A message expires by the age it had when it was first sent, wherever it is moved, so the dead-letter queue must keep it longer than this one.
    retentionPeriod: Duration.days(4),
    // AWS's advice for Lambda: enough for its own retries, so that no batch is delivered twice while it is worked on.
    visibilityTimeout: Duration.seconds(6 * TIMEOUT.toSeconds()),
    deadLetterQueue: { queue: failed, maxReceiveCount: 5 },
  });
  const untold = new Queue(scope, 'UntoldDigests', deadLetters);
  const digests = new Queue(scope, 'Digests', {
    ...common,
    retentionPeriod: Duration.days(4),
    visibilityTimeout: Duration.seconds(6 * TIMEOUT.toSeconds()),
    deadLetterQueue: { queue: untold, maxReceiveCount: 5 },
  });
  return { records, failed, undelivered, digests, untold };
}
