import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateVpcCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../../cli/run-command.ts';
import { ledger } from '../../../functions/aws/ledger.ts';
import { readGroup } from '../../../functions/aws/read-group.ts';
import { readOwner } from '../../../functions/aws/read-owner.ts';
import { type GroupId, groupId } from '../../../functions/core/ids.ts';
import { startMoto } from '../../moto/server.ts';
import { aReport, aRule, aViolation, WEB } from '../../records/reports.ts';

test.for([
  [[], 'The id of a report is missing'],
  [['abc'], '"abc" is no id of a report, <event>/<group>'],
  [['a/b', 'c/d'], '2 arguments are given; at most 1 can be'],
  [['a/b', '--force'], 'Unknown option --force'],
  [['a/b', '--yes=1'], 'Option --yes takes no value; "1" is given'],
  [['--table'], 'Option --table needs a value'],
] as const)('undo %j exits with 2 and tells why', async ([args, message]) => {
  const err: string[] = [];
  const exit = await runCommand(['undo', ...args], { out: () => {}, err: (text) => err.push(text) });
  expect({ exit, err }).toEqual({ exit: 2, err: [expect.stringContaining(`${message}\nUsage: portcullis undo `)] });
});

/** Runs the program with nothing but these variables. */
const run = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  new Promise<{ exit: unknown; out: string; err: string }>((resolve) => {
    const program = ['cli/portcullis.ts', 'undo', ...args];
    execFile(process.execPath, program, { cwd: join(import.meta.dirname, '../../..'), env }, (error, out, err) =>
      resolve({ exit: error ? error.code : 0, out, err }),
    );
  });

test('undo exits with 2 where nobody can be asked', async () => {
  const { exit, err } = await run([`event/${WEB.id}`], {});
  expect({ exit, err }).toEqual({ exit: 2, err: expect.stringMatching(/^It asks before it acts, .* give --yes\n/) });
});

const moto = await startMoto();
afterAll(() => moto?.stop());

describe.runIf(moto)('on moto', () => {
  if (!moto) return;
  const ec2 = new EC2Client(moto.client);
  const dynamo = new DynamoDBClient(moto.client);
  afterAll(() => {
    ec2.destroy();
    dynamo.destroy();
  });
  const env = {
    HOME: '/nowhere',
    AWS_REGION: moto.client.region,
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const table = (TableName: string) =>
    dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );

  async function newGroup(): Promise<GroupId> {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const command = new CreateSecurityGroupCommand({ GroupName: 'web-1', Description: 'web', VpcId: Vpc?.VpcId });
    const id = groupId((await ec2.send(command)).GroupId);
    if (!id) throw new TypeError('No group was made');
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions }));
    return id;
  }

  test('undo finds the ledger, puts the rule back and sees it stand, and says so when it is asked again', async () => {
    const none = await run(['--yes', 'event/group'], env);
    expect(none).toMatchObject({ exit: 2, err: expect.stringMatching(/^No table of this account in eu-west-1 /) });

    const id = await newGroup();
    const account = await readOwner(ec2)(id);
    if (!account) throw new TypeError('The group has no owner');
    const rule = aRule({ description: 'debugging', tags: { owner: 'net' } });
    const report = aReport({ id: `event/${id}`, account, group: { id }, rules: [aViolation(rule)] });
    await table('Portcullis-LedgerB7379752-ABC');
    const written = ledger(dynamo, 'Portcullis-LedgerB7379752-ABC', 90);
    await written.open(report, '{}', 'lease', 1);
    await written.acted(report, 'lease');

    const first = await run(['--yes', report.id], env);
    expect(first).toMatchObject({ exit: 0, err: '' });
    expect(first.out).toContain('Added again, and seen to be so: tcp 22 from 0.0.0.0/0');
    const reading = await readGroup(ec2)({ id });
    expect(reading.kind === 'found' && reading.standing).toMatchObject([
      { from: 443 },
      { from: 22, to: 22, description: 'debugging', tags: { owner: 'net' } },
    ]);

    await table('Portcullis-LedgerB7379752-XYZ');
    const several = await run(['--yes', report.id], env);
    expect(several).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/^2 tables may be the ledger: .* give --table/),
    });
    const named = ['--region', 'eu-west-1', '--table', 'Portcullis-LedgerB7379752-ABC'];
    const second = await run([...named, '--yes', report.id], env);
    expect(second).toMatchObject({ exit: 0, err: '' });
    expect(second.out).toMatch(/Nothing to do: tcp 22 from 0\.0\.0\.0\/0 stands already\n$/);
  });
});
