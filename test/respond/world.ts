import type { AuthorizeSecurityGroupIngressCommandInput } from '@aws-sdk/client-ec2';
import { AuthorizeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { type Clock, createClock } from '../../cli/local-account/clock.ts';
import type { Intercept } from '../../cli/local-account/ec2-client.ts';
import type { BusEvent } from '../../cli/local-account/event-bus.ts';
import { createLocalAccount, type LocalAccount } from '../../cli/local-account/local-account.ts';
import { createLocalResponder, type LocalResponder } from '../../cli/local-account/local-responder.ts';
import { iamUser, type Principal } from '../../cli/local-account/principal.ts';
import type { Guardrails } from '../../functions/core/guardrails.ts';
import type { AccountId, GroupId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import type { Ports } from '../../functions/respond/ports.ts';
import { policy, rule } from '../core/arbitraries.ts';

export const ACCOUNT = '123456789012' as AccountId;

/** SSH and RDP from anywhere, enforced. */
export const NO_SSH: Policy = policy(
  {
    kind: 'deny',
    statements: [
      {
        protocols: [6, 17],
        ports: [
          [22, 22],
          [3389, 3389],
        ],
        sources: [{ kind: 'anywhere' }],
      },
    ],
  },
  { id: 'no-ssh', mode: 'enforce', severity: 'critical' },
);

/** A group on which something can be done, and a responder that watches. */
export type World = {
  readonly account: LocalAccount;
  readonly clock: Clock;
  readonly responder: LocalResponder;
  readonly group: GroupId;
  readonly alice: Principal;
  /** Adds ingress as alice and gives the event of it, not yet delivered. */
  readonly authorize: (
    permissions: AuthorizeSecurityGroupIngressCommandInput['IpPermissions'],
    input?: Partial<AuthorizeSecurityGroupIngressCommandInput>,
  ) => Promise<BusEvent>;
  /** The texts of the rules that stand in the group. */
  readonly standing: () => string[];
};

/** A world with one group, `web-1`, in which HTTPS stands open. */
export function createWorld({
  policies = [NO_SSH],
  rules = [rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-0000000000000000a')],
  intercept,
  change,
  guardrails,
}: {
  policies?: readonly Policy[];
  rules?: readonly Rule[];
  intercept?: Intercept;
  change?: (ports: Ports) => Ports;
  guardrails?: Guardrails;
} = {}): World {
  const clock = createClock('2026-11-23T12:00:00Z');
  const account = createLocalAccount({
    account: ACCOUNT,
    region: 'eu-west-1',
    now: clock.now,
    ...(intercept && { intercept }),
  });
  const group = account.plantGroup({ name: 'web-1', tags: { tier: 'web' }, rules });
  const responder = createLocalResponder(account, clock, policies, change, guardrails);
  const alice = iamUser(ACCOUNT, 'alice');
  return {
    account,
    clock,
    responder,
    group,
    alice,
    authorize: async (IpPermissions, input = {}) => {
      account.takeEvents();
      await account
        .ec2(alice)
        .send(new AuthorizeSecurityGroupIngressCommand({ GroupId: group, IpPermissions, ...input }));
      const [event] = account.takeEvents();
      if (!event) throw new TypeError('The call left no event');
      clock.advance(4000);
      return event;
    },
    standing: () => (account.ingress(group) ?? []).map(ruleText),
  };
}

/** One permission from IPv4 blocks. */
export const permission = (protocol: string, from: number, to: number, ...cidrs: string[]) => ({
  IpProtocol: protocol,
  FromPort: from,
  ToPort: to,
  IpRanges: cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp })),
  Ipv6Ranges: cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 })),
});
