import {
  AuthorizeSecurityGroupIngressCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { type UndoPorts, undoReport } from '../../../cli/undo/undo-report.ts';
import { authorize } from '../../../functions/aws/authorize.ts';
import { findGroups } from '../../../functions/aws/find-groups.ts';
import { modify } from '../../../functions/aws/modify.ts';
import { readGroup } from '../../../functions/aws/read-group.ts';
import { readList } from '../../../functions/aws/read-list.ts';
import { entriesOf, readLists } from '../../../functions/aws/read-lists.ts';
import { readOwner } from '../../../functions/aws/read-owner.ts';
import { restoreList } from '../../../functions/aws/restore-list.ts';
import { revoke } from '../../../functions/aws/revoke.ts';
import type { Policy } from '../../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../../functions/core/rule.ts';
import type { Ledger } from '../../../functions/respond/ports.ts';
import { policy, rule } from '../../core/arbitraries.ts';
import { ACCOUNT, createWorld, NO_SSH, permission, type World } from '../../respond/world.ts';

const HTTPS = rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-0000000000000000a');
/** SSH from the office, in the group from the start. */
export const OFFICE = { ...rule('tcp', [22, 22], '10.0.0.0/8', 'sgr-0000000000000000b'), description: 'office' };
/** Policies in force that restore, narrow, and put back; and one in audit mode. */
export const FROZEN = policy({ kind: 'freeze' }, { id: 'frozen', mode: 'enforce', remedy: 'restore' });
export const NARROWING: Policy = { ...NO_SSH, remedy: 'narrow' };
export const RESTORING: Policy = { ...NO_SSH, remedy: 'restore' };
export const AUDITING: Policy = { ...NO_SSH, mode: 'audit' };

/** A world in which alice made a change, and the responder dealt with it. */
export type Scene = { readonly world: World; readonly ledger: Ledger; readonly reportId: string };

/** A world in which the responder knows the group, and has dealt with a change of alice. */
export async function scene(policies: readonly Policy[], change: (world: World) => Promise<unknown>): Promise<Scene> {
  const ledgers: Ledger[] = [];
  const world = createWorld({
    policies,
    rules: [HTTPS, OFFICE],
    change: (ports) => {
      ledgers.push(ports.ledger);
      return ports;
    },
  });
  // A harmless change, so that the group is remembered.
  await say(world, () => add(world, [permission('tcp', 8443, 8443, '10.9.0.0/16')]));
  await say(world, () => change(world));
  const [ledger] = ledgers;
  const id = world.responder.emitted.at(-1)?.id;
  if (!ledger || id === undefined) throw new TypeError('Nothing was reported');
  return { world, ledger, reportId: id };
}

/** Does something, and delivers what was recorded of it. */
export async function say(world: World, deed: () => Promise<unknown>): Promise<void> {
  world.account.takeEvents();
  await deed();
  world.clock.advance(4000);
  for (const event of world.account.takeEvents()) await world.responder.respond(event);
}

/** EC2 as alice calls it. */
export const alice = ({ account, alice: who }: World) => account.ec2(who);
const add = (world: World, permissions: ReturnType<typeof permission>[], more = {}) =>
  alice(world).send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId: world.group, IpPermissions: permissions, ...more }),
  );
/** Changes the source of OFFICE. */
export const edit = (world: World, CidrIpv4: string) =>
  alice(world).send(
    new ModifySecurityGroupRulesCommand({
      GroupId: world.group,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: OFFICE.id,
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4, Description: 'for now' },
        },
      ],
    }),
  );
/** Takes a rule away. */
export const take = (world: World, id: string | undefined) =>
  alice(world).send(
    new RevokeSecurityGroupIngressCommand({ GroupId: world.group, SecurityGroupRuleIds: [id ?? 'none'] }),
  );

/** Adds tcp 20-24 from anywhere, with a description and a tag. */
export const openSsh = (world: World) =>
  add(
    world,
    [{ ...permission('tcp', 20, 24), IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'debugging' }] } as never],
    {
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'owner', Value: 'net' }] }],
    },
  );

/** Undoes a report as alice. */
export async function undo(
  { world, ledger, reportId }: Scene,
  {
    yes = true,
    id = reportId,
    denied = [] as string[],
    account = ACCOUNT,
    rehearsal = undefined as UndoPorts['rehearsal'],
  } = {},
) {
  const [out, err, questions]: [string[], string[], string[]] = [[], [], []];
  const ec2 = world.account.ec2({ ...world.alice, denied });
  const exit = await undoReport(
    id,
    {
      find: async (reportId) => {
        const entry = await ledger.find(reportId);
        return entry && { ...entry, report: { ...entry.report, account } };
      },
      ec2: () => ({
        readOwner: readOwner(ec2),
        readGroup: readGroup(ec2),
        readLists: readLists(ec2),
        revoke: revoke(ec2),
        authorize: authorize(ec2),
        modify: modify(ec2),
        readList: readList(ec2, ACCOUNT),
        readEntries: (list, version) => entriesOf(ec2, list, version),
        findGroups: findGroups(ec2),
        restoreList: restoreList(ec2),
        now: () => world.clock.now().toISOString(),
        pause: async (milliseconds) => world.clock.advance(milliseconds),
      }),
      ...(rehearsal && { rehearsal }),
      confirm: async (question) => {
        questions.push(question);
        return yes;
      },
    },
    { out: (text) => out.push(text), err: (text) => err.push(text) },
  );
  return { exit, out: out.join('\n'), err: err.join('\n'), asked: questions.length };
}

/** The rules that stand in the group. */
export const live = ({ account, group }: World): readonly Rule[] => account.ingress(group) ?? [];
export const texts = (world: World) => live(world).map(ruleText);
/** The texts of those that stand from the start. */
export const OTHERS = [HTTPS, OFFICE].map(ruleText);
