import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterAll, describe, expect, test } from 'vitest';
import { createClock } from '../../../cli/local-account/clock.ts';
import type { Intercept } from '../../../cli/local-account/ec2-client.ts';
import { ec2Error } from '../../../cli/local-account/ec2-error.ts';
import { createLocalAccount } from '../../../cli/local-account/local-account.ts';
import { iamUser } from '../../../cli/local-account/principal.ts';
import { runCommand } from '../../../cli/run-command.ts';
import { runSweep } from '../../../cli/sweep/run-sweep.ts';
import { sweepPorts } from '../../../cli/sweep/sweep-ports.ts';
import type { SweepScope } from '../../../functions/sweep/sweep-group.ts';
import { rule } from '../../core/arbitraries.ts';
import { startMoto } from '../../moto/server.ts';
import { ACCOUNT, NO_SSH, permission } from '../../respond/world.ts';

const SSH = { ...rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-0000000000000000b'), description: 'for now' };
const HTTPS = rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-0000000000000000a');
const clock = createClock('2026-11-23T12:00:00Z');
const time = {
  now: () => clock.now().toISOString(),
  pause: async (milliseconds: number) => clock.advance(milliseconds),
  newLease: () => 'by-hand',
};

/** Runs the sweep on a live account, and gives all that it printed. */
async function run(ec2: EC2Client, { json = false, ...more }: Partial<SweepScope> & { json?: boolean } = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const scope = { policies: [NO_SSH], account: ACCOUNT, region: 'eu-west-1', enforce: false, ...more };
  const io = { out: (text: string) => out.push(text), err: (text: string) => err.push(text) };
  const exit = await runSweep(sweepPorts(ec2, ACCOUNT, time), scope, json, io);
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

function world(intercept?: Intercept) {
  const account = createLocalAccount({
    account: ACCOUNT,
    region: 'eu-west-1',
    now: clock.now,
    ...(intercept && { intercept }),
  });
  const group = account.plantGroup({ name: 'web-1', rules: [HTTPS, SSH] });
  return { account, group, ec2: account.ec2(iamUser(ACCOUNT, 'alice')) };
}

describe('portcullis sweep', () => {
  test('prints what it finds, touches nothing and exits with 1', async () => {
    const { account, group, ec2 } = world();
    const { exit, out, err } = await run(ec2);
    expect(exit).toBe(1);
    expect(out.split('\n')).toHaveLength(3);
    expect(out).toMatch(/would-revert +critical +web-1 \(sg-\w+\) +tcp 22 from 0\.0\.0\.0\/0 \(sgr-0+b\) +no-ssh/);
    expect(err).toContain('2 groups swept: something to say of 1');
    expect(account.ingress(group)).toHaveLength(2);
    expect(account.records).toEqual([]);
  });

  test('prints one JSON object a line with --json', async () => {
    const { group, ec2 } = world();
    const { out } = await run(ec2, { json: true });
    expect(JSON.parse(out)).toEqual({
      outcome: 'would-revert',
      severity: 'critical',
      groupId: group,
      group: 'web-1',
      rule: 'tcp 22 from 0.0.0.0/0',
      ruleId: SSH.id,
      policies: ['no-ssh'],
    });
  });

  test('repairs with --enforce, and prints the rule in full before', async () => {
    const { account, group, ec2 } = world();
    const { exit, out, err } = await run(ec2, { enforce: true });
    expect({ exit, standing: account.ingress(group)?.map(({ id }) => id) }).toEqual({ exit: 1, standing: [HTTPS.id] });
    expect(out).toMatch(/^reverted /m);
    expect(err).toMatch(/^About to repair: \{.*"description":"for now"/m);
    expect(account.records.map(({ eventName }) => eventName)).toEqual(['RevokeSecurityGroupIngress']);
  });

  test('exits with 0 and prints nothing when nothing breaks a policy', async () => {
    const { ec2 } = world();
    expect(await run(ec2, { policies: [] })).toMatchObject({ exit: 0, out: '' });
  });

  test('exits with 2 when a repair fails', async () => {
    const { ec2 } = world((pending, call) => {
      if (pending.operation.startsWith('Describe')) return call();
      throw ec2Error('UnauthorizedOperation', 'You are not authorized');
    });
    const { exit, out } = await run(ec2, { enforce: true });
    expect(exit).toBe(2);
    expect(out).toMatch(/^failed .*UnauthorizedOperation/m);
  });

  test.for([
    [['--enforced'], 'Unknown option --enforced; did you mean --enforce?'],
    [['--policies'], 'Option --policies needs a value'],
    [['--policies', 'nowhere'], '"nowhere" is not there'],
    [['policies'], '1 arguments are given; at most 0 can be'],
  ] as const)('exits with 2 for the arguments %j', async ([args, problem]) => {
    const err: string[] = [];
    expect(await runCommand(['sweep', ...args], { out: () => {}, err: (text) => err.push(text) })).toBe(2);
    expect(err.join('\n')).toContain(problem);
  });
});

const moto = await startMoto();

describe.runIf(moto)('portcullis sweep on moto', () => {
  const ec2 = new EC2Client({ ...moto?.client });
  afterAll(async () => {
    ec2.destroy();
    await moto?.stop();
  });

  test('finds and removes a rule by the real adapters', async () => {
    const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'swept', Description: 'swept' }));
    const IpPermissions = [permission('tcp', 22, 22, '0.0.0.0/0')];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    expect(await run(ec2)).toMatchObject({ exit: 1, out: expect.stringContaining('would-revert') });
    expect(await run(ec2, { enforce: true })).toMatchObject({ exit: 1, out: expect.stringContaining('reverted') });
    expect(await run(ec2)).toMatchObject({ exit: 0, out: '' });
    const Filters = [{ Name: 'group-id', Values: [GroupId ?? ''] }];
    const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
    expect(SecurityGroupRules.filter(({ IsEgress }) => !IsEgress)).toEqual([]);
  });
});
