import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
} from '@aws-sdk/client-ec2';
import { createClock } from '../../cli/local-account/clock.ts';
import { seededRandom } from '../../cli/local-account/ids.ts';
import { createLocalAccount } from '../../cli/local-account/local-account.ts';
import { createLocalResponder } from '../../cli/local-account/local-responder.ts';
import { iamUser } from '../../cli/local-account/principal.ts';
import type { JudgedChange } from '../../functions/backtest/judged-change.ts';
import { createKnownWorld } from '../../functions/backtest/known-world.ts';
import { createRehearsal } from '../../functions/backtest/rehearsal.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { Report } from '../../functions/core/report.ts';
import { createDice } from '../torture/dice.ts';
import { perform } from '../torture/perform.ts';
import { plant } from '../torture/plant.ts';
import { POLICIES } from '../torture/policies.ts';

const ACCOUNT = '123456789012' as AccountId;

/** What the responder said of each change as it happened, and the CloudTrail that is left of it. */
export type Lived = {
  readonly policies: readonly Policy[];
  /** By event id and group id. */
  readonly reports: ReadonlyMap<string, Report>;
  readonly records: readonly unknown[];
};

/**
 * Lives a history in audit mode, each change delivered before the next one is made. `planted`: it begins with groups that no
 * record tells of; else with an empty account, where everything comes by calls. The same seed, the same history.
 */
export async function liveInAudit(seed: number, planted: boolean): Promise<Lived> {
  const dice = createDice(seededRandom(seed));
  const clock = createClock('2026-11-23T12:00:00Z');
  const account = createLocalAccount({
    account: ACCOUNT,
    region: 'eu-west-1',
    now: clock.now,
    random: seededRandom(seed ^ 0x5eed),
  });
  const policies = POLICIES.filter(() => dice.chance(0.5)).map((policy): Policy => ({ ...policy, mode: 'audit' }));
  const responder = createLocalResponder(account, clock, policies);
  const reports = new Map<string, Report>();
  const people = ['anna', 'bert'].map((name) => account.ec2(iamUser(ACCOUNT, name)));
  const deliver = async () => {
    for (const event of account.takeEvents()) {
      clock.advance(dice.number(1, 3) * 1000);
      for (const response of await responder.respond(event))
        if (response.kind !== 'ignored') reports.set(response.report.id, response.report);
    }
    // CloudTrail knows seconds only: what is changed in the second of a reading may be in it or not.
    clock.advance(dice.number(1, 5) * 1000);
  };
  if (planted) plant(account);
  else {
    const [ec2] = people;
    for (const command of births()) {
      await ec2?.send(command as never);
      await deliver();
    }
    for (const group of [...account.state.groups.values()].filter(({ name }) => name !== 'default')) {
      const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }];
      await ec2?.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: group.id, IpPermissions }));
      await deliver();
    }
  }
  for (let step = dice.number(5, 25); step > 0; step--) {
    await perform(account, dice.one(people), dice);
    await deliver();
  }
  return { policies, reports, records: structuredClone(account.records) };
}

const births = () => [
  new CreateManagedPrefixListCommand({
    PrefixListName: 'offices',
    MaxEntries: 5,
    AddressFamily: 'IPv4',
    Entries: [{ Cidr: '10.8.0.0/16' }],
  }),
  new CreateSecurityGroupCommand({
    GroupName: 'web-1',
    Description: 'web',
    TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'tier', Value: 'web' }] }],
  }),
  new CreateSecurityGroupCommand({ GroupName: 'frozen-1', Description: 'frozen' }),
  new CreateSecurityGroupCommand({ GroupName: 'db-1', Description: 'db' }),
];

/** What a rehearsal says of records, in the order given. */
export function rehearsed(records: readonly unknown[], policies: readonly Policy[], window?: number): JudgedChange[] {
  const changes: JudgedChange[] = [];
  const sink = {
    judged: ([change]: readonly JudgedChange[]) => void (change && changes.push(change)),
    skipped: (place: string, reason: string) => {
      throw new TypeError(`${place}: ${reason}`);
    },
    again: () => {},
  };
  const rehearsal = createRehearsal(createKnownWorld(), [policies], sink, window);
  for (const [index, record] of records.entries()) rehearsal.take(JSON.stringify(record), `[${index}]`);
  rehearsal.end();
  return changes;
}
