import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, describe, expect, test } from 'vitest';
import { createLocalAccount } from '../../cli/local-account/local-account.ts';
import { iamUser } from '../../cli/local-account/principal.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import { startMoto } from '../moto/server.ts';
import { authorizeCases } from './authorize-cases.ts';
import type { World } from './case.ts';
import { describeCases } from './describe-cases.ts';
import { groupCases } from './group-cases.ts';
import { prefixListCases } from './prefix-list-cases.ts';
import { revokeCases } from './revoke-cases.ts';

const cases = [...groupCases, ...describeCases, ...authorizeCases, ...revokeCases, ...prefixListCases];
const account = '123456789012' as AccountId;

let names = 0;
const world = (ec2: EC2Client): World => ({ ec2, name: (prefix) => `${prefix}-${++names}` });

describe('EC2 in the local account', () => {
  test.for(cases)('$name', async ({ run }) => {
    const local = createLocalAccount({ account, region: 'eu-west-1', now: () => new Date('2026-01-01T00:00:00Z') });
    await run(world(local.ec2(iamUser(account, 'contract'))));
  });
});

const moto = await startMoto();

describe.runIf(moto)('EC2 on moto', () => {
  const ec2 = new EC2Client({ ...moto?.client });

  afterAll(async () => {
    ec2.destroy();
    await moto?.stop();
  });

  test.for(cases.filter((each) => each.motoDiffers === undefined))('$name', ({ run }) => run(world(ec2)));

  // A case that moto has learned belongs above: then this fails, and `motoDiffers` must go.
  test.for(cases.filter((each) => each.motoDiffers !== undefined))('differs: $name: $motoDiffers', async ({ run }) => {
    await expect(run(world(ec2))).rejects.toThrow();
    await expect(ec2.send(new DescribeVpcsCommand({}))).resolves.toBeDefined();
  });
});
