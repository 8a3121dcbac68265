import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { emit } from '../../functions/aws/emit.ts';
import type { Report } from '../../functions/core/report.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { GROUP, OFFENDER, REPORT } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const events = mockClient(EventBridgeClient);
const put = emit(new EventBridgeClient({ region: 'eu-west-1' }), 'security');
const inputs = () => events.commandCalls(PutEventsCommand).map(({ args: [{ input }] }) => input);

beforeEach(() => {
  events.reset();
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
});

describe('emit()', () => {
  test('emit() puts one event with the report as its detail', async () => {
    await put(REPORT);
    expect(inputs()).toEqual([
      {
        Entries: [
          {
            EventBusName: 'security',
            Source: 'portcullis',
            DetailType: 'Security Group Change Judged',
            Time: new Date('2026-11-23T12:00:05.250Z'),
            Resources: [`arn:aws:ec2:eu-west-1:123456789012:security-group/${GROUP}`],
            Detail: JSON.stringify(REPORT),
          },
        ],
      },
    ]);
  });

  test.for([
    { region: 'cn-north-1', partition: 'aws-cn' },
    { region: 'us-gov-west-1', partition: 'aws-us-gov' },
    { region: 'us-east-1', partition: 'aws' },
  ])('emit() names the group in $partition when the region is $region', async ({ region, partition }) => {
    await put({ ...REPORT, region });
    expect(inputs()[0]?.Entries?.[0]?.Resources).toEqual([
      `arn:${partition}:ec2:${region}:123456789012:security-group/${GROUP}`,
    ]);
  });

  test('emit() names no resource when the group has no id', async () => {
    await put({ ...REPORT, group: { name: 'web-1' } });
    expect(inputs()[0]?.Entries?.[0]?.Resources).toEqual([]);
  });

  test.for(['ThrottlingException', 'InternalFailure', 'InternalException'])(
    'emit() throws RetryableError when the entry failed with %s',
    async (ErrorCode) => {
      const Entries = [{ ErrorCode, ErrorMessage: 'try later' }];
      events.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries });
      const thrown = await put(REPORT).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(RetryableError);
      expect(thrown).toMatchObject({
        message: `EventBridge did not take the event of ${REPORT.id}: ${ErrorCode}, try later`,
      });
    },
  );

  test.for([
    { Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'odd' }], why: 'MalformedDetail, odd' },
    { Entries: [], why: 'no code, no message' },
    { Entries: undefined, why: 'no code, no message' },
  ])('emit() throws a plain error when the entry failed with $why', async ({ Entries, why }) => {
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 1, ...(Entries && { Entries }) });
    const thrown = await put(REPORT).catch((error: unknown) => error);
    expect(thrown).not.toBeInstanceOf(RetryableError);
    expect(thrown).toMatchObject({ message: `EventBridge did not take the event of ${REPORT.id}: ${why}` });
  });

  test('emit() throws RetryableError when the call fails with a 5xx', async () => {
    events.on(PutEventsCommand).rejects(sdkError('InternalException', { $metadata: { httpStatusCode: 500 } }));
    await expect(put(REPORT)).rejects.toThrow(RetryableError);
  });

  test.for(['AccessDeniedException', 'ResourceNotFoundException'])('emit() throws %s as it is', async (name) => {
    const error = sdkError(name);
    events.on(PutEventsCommand).rejects(error);
    await expect(put(REPORT)).rejects.toBe(error);
  });

  test('emit() keeps the event under 256 KB when the report is longer', async () => {
    const long: Report = {
      ...REPORT,
      rules: Array.from({ length: 1000 }, () => ({ ...OFFENDER, text: '界'.repeat(300) })),
    };
    await put(long);
    const [entry] = inputs()[0]?.Entries ?? [];
    expect(Buffer.byteLength(JSON.stringify(entry))).toBeLessThan(262_144);
    expect(JSON.parse(entry?.Detail ?? '')).toMatchObject({ id: REPORT.id, omitted: { stayed: 1 } });
  });
});
