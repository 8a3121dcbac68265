import type { EventPattern } from 'aws-cdk-lib/aws-events';
import { HANDLED_EVENTS } from '../functions/core/events.ts';
import { busSource } from '../functions/core/record/delivery.ts';

/**
 * The EventBridge pattern of the records that the responder reads: successful calls of this account that the core
 * handles, made by anyone but the responder itself.
 *
 * `source` is what makes a record trustworthy: nobody can send an event with an `aws.` source, whereas everything else in
 * it can be forged with PutEvents.
 */
export function eventPattern(account: string, ownRoleArn: string): EventPattern {
  const events = Object.entries(HANDLED_EVENTS);
  const services = [...new Set(events.map(([, { eventSource }]) => eventSource))];
  const issuer = (matcher: unknown) => ({ userIdentity: { sessionContext: { sessionIssuer: { arn: [matcher] } } } });
  return {
    source: services.map(busSource),
    detailType: ['AWS API Call via CloudTrail'],
    account: [account],
    detail: {
      eventSource: services,
      eventName: events.map(([eventName]) => eventName),
      errorCode: [{ exists: false }],
      // anything-but does not match a field that is absent, and users, root and services have no session issuer.
      $or: [issuer({ 'anything-but': [ownRoleArn] }), issuer({ exists: false })],
    },
  };
}
