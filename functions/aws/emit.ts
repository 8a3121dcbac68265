import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { fitReport } from '../core/notice/fit-report.ts';
import type { Report } from '../core/report.ts';
import { type Emit, RetryableError } from '../respond/ports.ts';
import { CLIENT_SETTINGS } from './clients.ts';
import { faultOf, orRetry } from './faults.ts';

const SOURCE = 'portcullis';
const DETAIL_TYPE = 'Security Group Change Judged';

/**
 * Puts reports on an EventBridge bus, each as the JSON of `fitReport`: source `portcullis`, detail-type `Security Group
 * Change Judged`. An answer that counts a failed entry is a failure. Throws RetryableError, and other faults as they are.
 */
export const emit =
  (client: EventBridgeClient, busName: string): Emit =>
  async (report) => {
    const command = new PutEventsCommand({ Entries: [toEntry(report, busName)] });
    const { FailedEntryCount, Entries } = await orRetry('PutEvents', client.send(command));
    if (!FailedEntryCount) return;
    const { ErrorCode = 'no code', ErrorMessage = 'no message' } = Entries?.find((entry) => entry.ErrorCode) ?? {};
    const text = `EventBridge did not take the event of ${report.id}: ${ErrorCode}, ${ErrorMessage}`;
    throw faultOf({ name: ErrorCode }) === 'retryable' ? new RetryableError(text) : new Error(text);
  };

/** `emit` with a client of its own. */
export const emitter = (busName: string): Emit => emit(new EventBridgeClient(CLIENT_SETTINGS), busName);

const toEntry = (report: Report, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: SOURCE,
  DetailType: DETAIL_TYPE,
  Time: new Date(report.judgedAt),
  Resources: report.group.id === undefined ? [] : [groupArn(report, report.group.id)],
  Detail: fitReport(report).json,
});

function groupArn({ region, account }: Report, group: string): string {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return `arn:${partition}:ec2:${region}:${account}:security-group/${group}`;
}
