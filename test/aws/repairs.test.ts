import { EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, describe, expect, test } from 'vitest';
import { createLocalAccount } from '../../cli/local-account/local-account.ts';
import { iamUser } from '../../cli/local-account/principal.ts';
import { startMoto } from '../moto/server.ts';
import { listCases } from './list-cases.ts';
import { worldOf } from './repair-world.ts';
import { ruleCases } from './rule-cases.ts';
import { ACCOUNT } from './sample-report.ts';

const cases = [...ruleCases, ...listCases];

describe('the adapters on the local account', () => {
  test.for(cases)('$name', async ({ run }) => {
    const now = () => new Date('2026-01-01T00:00:00Z');
    const local = createLocalAccount({ account: ACCOUNT, region: 'eu-west-1', now, pageSize: 5 });
    await run(await worldOf(local.ec2(iamUser(ACCOUNT, 'portcullis'))));
  });
});

const moto = await startMoto();

describe.runIf(moto)('the adapters on moto', () => {
  const ec2 = new EC2Client({ ...moto?.client, maxAttempts: 1 });

  afterAll(async () => {
    ec2.destroy();
    await moto?.stop();
  });

  test.for(cases.filter(({ motoCannot }) => motoCannot === undefined))('$name', async ({ run }) => {
    await run(await worldOf(ec2));
  });

  // A case that moto has learned belongs above: then this fails, and `motoCannot` must go.
  test.for(cases.filter(({ motoCannot }) => motoCannot !== undefined))(
    'cannot: $name: $motoCannot',
    async ({ run }) => {
      const world = await worldOf(ec2);
      await expect(run(world)).rejects.toThrow();
    },
  );
});
