import { ModifySecurityGroupRulesCommand } from '@aws-sdk/client-ec2';
import { type Clock, createClock } from '../../cli/local-account/clock.ts';
import type { Intercept } from '../../cli/local-account/ec2-client.ts';
import { createLocalAccount, type LocalAccount } from '../../cli/local-account/local-account.ts';
import { createLocalResponder, type LocalResponder } from '../../cli/local-account/local-responder.ts';
import { iamUser, roleSession } from '../../cli/local-account/principal.ts';
import { inMemorySweepBook } from '../../cli/local-account/sweep-book.ts';
import { listGroups } from '../../functions/aws/list-groups.ts';
import { readGroups } from '../../functions/aws/read-groups.ts';
import type { GroupId, RuleId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import type { Ports } from '../../functions/respond/ports.ts';
import type { SweepPorts } from '../../functions/sweep/ports.ts';
import { type Sweeping, type SweepResult, sweep } from '../../functions/sweep/sweep.ts';
import { rule } from '../core/arbitraries.ts';
import { ACCOUNT, NO_SSH } from '../respond/world.ts';

export const HTTPS = rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-0000000000000000a');
export const SSH = rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-0000000000000000b');

/** An account that a responder watches and a sweep visits, over one ledger. */
export type SweepWorld = {
  readonly account: LocalAccount;
  readonly clock: Clock;
  readonly responder: LocalResponder;
  readonly ports: SweepPorts;
  /** One call of the sweep, which begins a run unless `more` says otherwise. */
  readonly sweep: (more?: Partial<Sweeping> & { readonly start?: boolean }) => Promise<SweepResult>;
  readonly standing: (group: GroupId) => string[];
  /** Gives a rule other content, and nobody gets the event. */
  readonly edit: (group: GroupId, id: RuleId | undefined, to: object) => Promise<void>;
};

/** An empty account but for the default group of its VPC. */
export function createSweepWorld({
  policies = [NO_SSH],
  intercept,
  pageSize,
  change = (ports) => ports,
}: {
  readonly policies?: readonly Policy[];
  readonly intercept?: Intercept;
  readonly pageSize?: number;
  readonly change?: (ports: SweepPorts) => SweepPorts;
} = {}): SweepWorld {
  const clock = createClock('2026-11-23T12:00:00Z');
  const account = createLocalAccount({
    account: ACCOUNT,
    region: 'eu-west-1',
    now: clock.now,
    ...(intercept && { intercept }),
    ...(pageSize !== undefined && { pageSize }),
  });
  let own: Ports | undefined;
  const responder = createLocalResponder(account, clock, policies, (ports) => {
    own = ports;
    return ports;
  });
  if (!own) throw new TypeError('The responder has no ports');
  const ec2 = account.ec2(roleSession(ACCOUNT, 'portcullis-respond', 'sweep'));
  const ports = change({
    ...own,
    listGroups: listGroups(ec2),
    readGroups: readGroups(ec2),
    book: inMemorySweepBook(),
  });
  return {
    account,
    clock,
    responder,
    ports,
    sweep: ({ start = true, ...more } = {}) =>
      sweep(start, ports, {
        policies,
        policiesHash: 'one',
        account: ACCOUNT,
        region: 'eu-west-1',
        enforce: false,
        leaseFor: 900_000,
        timeLeft: () => 600_000,
        ...more,
      }),
    standing: (group) => (account.ingress(group) ?? []).map(ruleText),
    edit: async (GroupId, SecurityGroupRuleId, to) => {
      await account.ec2(iamUser(ACCOUNT, 'alice')).send(
        new ModifySecurityGroupRulesCommand({
          GroupId,
          SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule: { IpProtocol: 'tcp', ...to } }],
        }),
      );
      account.takeEvents();
    },
  };
}

/** The texts of what a sweep had to report, group by group. */
export const found = (result: SweepResult): string[] =>
  'state' in result
    ? result.state.findings.flatMap(({ rules }) => rules.map(({ word, text }) => `${word} ${text}`))
    : [];

/** Many groups, each with one rule. */
export const plantMany = ({ account }: SweepWorld, count: number, planted: Rule): GroupId[] =>
  Array.from({ length: count }, (_, index) => {
    const { id: _id, ...content } = planted;
    return account.plantGroup({ name: `many-${index}`, rules: [content] });
  });
