import {
  AuthorizeSecurityGroupIngressCommand,
  type EC2Client,
  ModifyManagedPrefixListCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { PrefixListId, RuleId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { cidr, policy, rule } from '../core/arbitraries.ts';
import { NO_SSH, permission, type World } from '../respond/world.ts';

/** One kind of repair: what stands before, what somebody does, and what must stand once it is repaired. */
export type RepairCase = {
  readonly name: 'revoke' | 'restore' | 'put-back' | 'narrow' | 'restore-list' | 'revoke in a burst';
  /** The mails of the window are used up, so that a digest tells of it. */
  readonly burst?: true;
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  /** The group is seen once before, by a harmless change, so that something is remembered of it. */
  readonly seen: boolean;
  readonly prepare?: (world: World) => void;
  readonly change: (ec2: EC2Client, world: World) => Promise<unknown>;
  /** The texts of the rules that stand after the repair, in rising order. */
  readonly repaired: readonly string[];
  /** What the list holds after the repair. */
  readonly entries?: readonly string[];
};

const OFFICE = rule('tcp', [22, 22], '10.0.0.0/8', 'sgr-0000000000000000b');
const LIST = 'pl-0123456789abcdef0' as PrefixListId;
const BY_LIST = rule('tcp', [22, 22], LIST, 'sgr-0000000000000000c');
const restoring: Policy = { ...NO_SSH, remedy: 'restore' };
const frozen = policy({ kind: 'freeze' }, { id: 'frozen', mode: 'enforce', remedy: 'restore' });

const open = (ec2: EC2Client, { group }: World, from: number, to: number) =>
  ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: group,
      IpPermissions: [permission('tcp', from, to, '0.0.0.0/0')],
    }),
  );

const REVOKE: RepairCase = {
  name: 'revoke',
  policy: NO_SSH,
  rules: [OFFICE],
  seen: false,
  change: (ec2, world) => open(ec2, world, 22, 22),
  repaired: ['tcp 22 from 10.0.0.0/8'],
};

/** Every kind of repair once, and each way of telling. */
export const REPAIRS: readonly RepairCase[] = [
  REVOKE,
  { ...REVOKE, name: 'revoke in a burst', burst: true },
  {
    name: 'restore',
    policy: restoring,
    rules: [OFFICE],
    seen: true,
    change: (ec2, { group }) =>
      ec2.send(
        new ModifySecurityGroupRulesCommand({
          GroupId: group,
          SecurityGroupRules: [
            {
              SecurityGroupRuleId: OFFICE.id,
              SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' },
            },
          ],
        }),
      ),
    repaired: ['tcp 22 from 10.0.0.0/8', 'tcp 8443 from 10.9.0.0/16'],
  },
  {
    name: 'put-back',
    policy: frozen,
    rules: [OFFICE],
    seen: false,
    change: (ec2, { group }) =>
      ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: group, SecurityGroupRuleIds: [OFFICE.id as RuleId] })),
    repaired: ['tcp 22 from 10.0.0.0/8'],
  },
  {
    name: 'narrow',
    policy: { ...NO_SSH, remedy: 'narrow' },
    rules: [OFFICE],
    seen: false,
    change: (ec2, world) => open(ec2, world, 20, 30),
    repaired: ['tcp 20-21 from 0.0.0.0/0', 'tcp 22 from 10.0.0.0/8', 'tcp 23-30 from 0.0.0.0/0'],
  },
  {
    name: 'restore-list',
    policy: restoring,
    rules: [],
    seen: false,
    prepare: ({ account, group }) => {
      account.plantList({ id: LIST, cidrs: [cidr('10.0.0.0/8')], maxEntries: 5 });
      account.plantGroup({ id: group, rules: [BY_LIST] });
    },
    change: (ec2) =>
      ec2.send(
        new ModifyManagedPrefixListCommand({
          PrefixListId: LIST,
          CurrentVersion: 1,
          AddEntries: [{ Cidr: '0.0.0.0/0' }],
        }),
      ),
    repaired: [`tcp 22 from ${LIST}`],
    entries: ['10.0.0.0/8'],
  },
];
