import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { readSweepEnvironment } from '../../functions/sweep/environment.ts';
import { sdkError } from '../aws/sdk-error.ts';
import { policy } from '../core/arbitraries.ts';
import { exemption, from } from '../core/exemptions.ts';
import { ENVIRONMENT, type LoadedHandler, loadHandler } from '../respond/load-handler.ts';

const SWEEPING = { ...ENVIRONMENT, SWEEP: 'audit', AWS_REGION: 'eu-west-1' };

describe('readSweepEnvironment()', () => {
  test('reads what the deployment sets', () => {
    expect(readSweepEnvironment(SWEEPING)).toMatchObject({
      account: '111122223333',
      region: 'eu-west-1',
      enforce: false,
    });
    expect(readSweepEnvironment({ ...SWEEPING, SWEEP: 'enforce' }).enforce).toBe(true);
  });

  test.for([
    [{ SWEEP: 'on' }, 'SWEEP is "on", neither audit nor enforce'],
    [{ SWEEP: undefined }, 'SWEEP is undefined'],
    [{ AWS_REGION: '' }, 'AWS_REGION is not set'],
    [{ TABLE_NAME: '' }, 'TABLE_NAME is not set'],
  ] as const)('refuses %j', ([change, problem]) => {
    expect(() => readSweepEnvironment({ ...SWEEPING, ...change })).toThrow(problem);
  });
});

describe('handler', () => {
  const ec2 = mockClient(EC2Client);
  const dynamo = mockClient(DynamoDBClient);
  let loaded: LoadedHandler;
  const handle = (event: unknown, left?: number) => loaded.handle(event, left);

  beforeAll(async () => {
    loaded = await loadHandler('sweep', { SWEEP: 'audit', AWS_REGION: 'eu-west-1' });
  });
  afterAll(() => loaded.end());
  beforeEach(() => {
    loaded.lines.splice(0);
    ec2.reset();
    dynamo.reset();
    dynamo.on(GetItemCommand).resolves({});
    dynamo.on(PutItemCommand).resolves({});
    ec2.on(DescribeSecurityGroupRulesCommand).resolves({ SecurityGroupRules: [] });
    ec2
      .on(DescribeSecurityGroupsCommand)
      .resolves({ SecurityGroups: [{ GroupId: 'sg-0123456789abcdef0', OwnerId: '111122223333', GroupName: 'web' }] });
  });

  test('begins a run that is due, counts it and logs it', async () => {
    await expect(handle({ sweep: 'if-due' })).resolves.toMatchObject({
      sweep: 'finished',
      done: true,
      groups: 1,
      findings: 0,
    });
    expect(loaded.lines).toContainEqual(expect.objectContaining({ message: 'Sweep', sweep: 'finished' }));
    expect(loaded.lines).toContainEqual(expect.objectContaining({ Swept: 1 }));
  });

  test('does nothing when no run is due, and begins one when it is told to', async () => {
    await handle({ sweep: 'if-due' });
    const written = dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item ?? {});
    const state = written.findLast(({ sk }) => sk?.S === 'state');
    dynamo
      .on(GetItemCommand, { Key: { pk: { S: 'sweep#111122223333#eu-west-1' }, sk: { S: 'state' } } })
      .resolves(state ? { Item: state } : {});
    await expect(handle({ sweep: 'if-due' })).resolves.toEqual({ sweep: 'idle' });
    await expect(handle({ sweep: 'now' })).resolves.toMatchObject({ sweep: 'finished' });
  });

  test('stops before its time is up, and says so', async () => {
    await expect(handle({}, 60_000)).resolves.toMatchObject({ sweep: 'paused', done: false, groups: 0 });
  });

  test('fails aloud when the groups cannot be listed', async () => {
    ec2.on(DescribeSecurityGroupsCommand).rejects(sdkError('UnauthorizedOperation'));
    await expect(handle({ sweep: 'now' })).rejects.toThrow('UnauthorizedOperation');
  });

  test('begins a run when an exemption was granted or taken back since the last', async () => {
    // Only one at a time may stand in for the deployment.
    loaded.end();
    const stored = () => dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item ?? {});
    const runWith = async (policies: readonly Policy[]) => {
      vi.resetModules();
      const { handle, end } = await loadHandler('sweep', { SWEEP: 'audit', AWS_REGION: 'eu-west-1' }, policies);
      const answer = await handle({ sweep: 'if-due' });
      end();
      const state = stored().findLast(({ sk }) => sk?.S === 'state');
      dynamo
        .on(GetItemCommand, { Key: { pk: { S: 'sweep#111122223333#eu-west-1' }, sk: { S: 'state' } } })
        .resolves(state ? { Item: state } : {});
      return (answer as { readonly sweep: string }).sweep;
    };
    const frozen = policy({ kind: 'freeze' });
    const excused = { ...frozen, exemptions: [exemption([from('tcp', [22, 22], 'any')])] };
    const later = { ...excused, exemptions: [{ ...excused.exemptions[0], until: '2026-12-02T00:00:00Z' }] } as Policy;
    const answers: string[] = [];
    for (const own of [frozen, frozen, excused, excused, later, frozen]) answers.push(await runWith([own]));
    expect(answers).toEqual(['finished', 'idle', 'finished', 'idle', 'finished', 'finished']);
  });
});
