import * as sdk from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ruleText } from '../../../functions/core/rule.ts';
import { authorize, GROUP, OTHER, world } from './fixture.ts';

describe('authorize and revoke, in any order', () => {
  const step = fc.record({
    kind: fc.constantFrom('authorize', 'revoke'),
    group: fc.constantFrom(GROUP, OTHER),
    permissions: fc.array(
      fc.record({
        ports: fc.constantFrom([22, 22], [80, 443], [23, 22]),
        cidr: fc.constantFrom('10.0.0.0/8', '10.1.2.3/8', '0.0.0.0/0', 'nonsense'),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  });

  test('either do all they were asked for or nothing, and never leave two equal rules or ids', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { local, ec2 } = world();
        for (const { kind, group, permissions } of steps) {
          const before = local.ingress(group) ?? [];
          const IpPermissions = permissions.map(({ ports: [FromPort, ToPort], cidr }) => ({
            IpProtocol: 'tcp',
            FromPort,
            ToPort,
            IpRanges: [{ CidrIp: cidr }],
          }));
          const input = { GroupId: group, IpPermissions };
          const call =
            kind === 'authorize'
              ? ec2.send(authorize(input))
              : ec2.send(new sdk.RevokeSecurityGroupIngressCommand(input));
          const failed = await call.then(
            () => false,
            () => true,
          );
          const after = local.ingress(group) ?? [];
          if (failed) expect(after).toEqual(before);
          else if (kind === 'authorize') expect(after).toHaveLength(before.length + permissions.length);
          expect(new Set(after.map(ruleText)).size).toBe(after.length);
          expect(new Set(after.map((rule) => rule.id)).size).toBe(after.length);
        }
        expect(local.records).toHaveLength(steps.length);
      }),
      { numRuns: 60 },
    );
  });
});
