import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { OPERATIONS } from '../../cli/local-account/operations.ts';
import { HANDLED_EVENTS } from '../../functions/core/events.ts';
import type { PrefixListId, RuleId } from '../../functions/core/ids.ts';
import { readRecord } from '../../functions/core/read-record.ts';
import { from, GROUP, localAccount, OTHER, RULE, range, tcp } from '../cli/local-account/fixture.ts';

const LIST = 'pl-0123456789abcdef0' as PrefixListId;
const SECOND = 'sgr-0fedcba9876543210' as RuleId;
const office = from('192.0.2.0/24');

function world(defaultVpc: boolean) {
  const made = localAccount({ defaultVpc });
  const rules = [
    { id: RULE, ...tcp(443, from('10.0.0.0/8')), description: 'lan' },
    { id: SECOND, ...tcp(80, { kind: 'list', id: LIST } as const) },
  ];
  made.local.plantList({
    id: LIST,
    name: 'offices',
    cidrs: office.kind === 'cidr' ? [office.cidr] : [],
    maxEntries: 5,
  });
  made.local.plantGroup({ id: GROUP, name: 'web-1', tags: { tier: 'web' }, rules });
  made.local.plantGroup({ id: OTHER, name: 'other', vpc: 'vpc-0123456789abcdef0' });
  return made;
}

const modify = (id: RuleId, SecurityGroupRule: sdk.SecurityGroupRuleRequest) => ({
  SecurityGroupRuleId: id,
  SecurityGroupRule,
});
const world22 = { kind: 'cidr', cidr: '0.0.0.0/0' };
const asPlanted = { protocol: 6, from: 443, to: 443, source: { kind: 'cidr', cidr: '10.0.0.0/8' } };
const sgr = expect.stringMatching(/^sgr-[0-9a-f]{17}$/);
const removed = { kind: 'removed', rules: [{ ...asPlanted, id: RULE, description: 'lan' }], ids: [] };
const tier = { Key: 'tier', Value: 'web' };

type Row = readonly [
  eventName: string,
  how: string,
  call: (ec2: sdk.EC2Client) => Promise<unknown>,
  changes: readonly (readonly [group: object, effect: object])[],
];

const rows: readonly Row[] = [
  [
    'AuthorizeSecurityGroupIngress',
    'by name',
    (ec2) =>
      ec2.send(
        new sdk.AuthorizeSecurityGroupIngressCommand({ GroupName: 'web-1', IpPermissions: [range('0.0.0.0/0')] }),
      ),
    [
      [
        { id: GROUP, name: 'web-1' },
        { kind: 'added', rules: [{ id: sgr, protocol: 6, from: 22, to: 22, source: world22 }] },
      ],
    ],
  ],
  [
    'ModifySecurityGroupRules',
    'of one rule',
    (ec2) => {
      const SecurityGroupRules = [modify(RULE, { IpProtocol: '-1', CidrIpv4: '0.0.0.0/0', Description: 'x' })];
      return ec2.send(new sdk.ModifySecurityGroupRulesCommand({ GroupId: GROUP, SecurityGroupRules }));
    },
    [
      [
        { id: GROUP },
        {
          kind: 'modified',
          rules: [{ id: RULE, to: { protocol: -1, from: -1, to: -1, source: world22, description: 'x' } }],
        },
      ],
    ],
  ],
  [
    'ModifySecurityGroupRules',
    'of several',
    (ec2) => {
      const ports = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
      const SecurityGroupRules = [
        modify(RULE, { ...ports, CidrIpv4: '0.0.0.0/0' }),
        modify(SECOND, { ...ports, PrefixListId: LIST }),
      ];
      return ec2.send(new sdk.ModifySecurityGroupRulesCommand({ GroupId: GROUP, SecurityGroupRules }));
    },
    [
      [
        { id: GROUP },
        {
          kind: 'modified',
          rules: [
            { id: RULE, to: { protocol: 6, from: 22, to: 22, source: world22 } },
            { id: SECOND, to: { protocol: 6, from: 22, to: 22, source: { kind: 'list', id: LIST } } },
          ],
        },
      ],
    ],
  ],
  [
    'RevokeSecurityGroupIngress',
    'by id',
    (ec2) => ec2.send(new sdk.RevokeSecurityGroupIngressCommand({ GroupId: GROUP, SecurityGroupRuleIds: [RULE] })),
    [[{ id: GROUP }, removed]],
  ],
  [
    'RevokeSecurityGroupIngress',
    'by content and name',
    (ec2) => {
      const lan = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' };
      return ec2.send(new sdk.RevokeSecurityGroupIngressCommand({ GroupName: 'web-1', ...lan }));
    },
    [[{ id: GROUP, name: 'web-1' }, removed]],
  ],
  [
    'RevokeSecurityGroupIngress',
    'of what was not there',
    (ec2) =>
      ec2.send(new sdk.RevokeSecurityGroupIngressCommand({ GroupId: GROUP, IpPermissions: [range('0.0.0.0/0')] })),
    [],
  ],
  [
    'CreateSecurityGroup',
    'with tags',
    (ec2) => {
      const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: [tier] }];
      return ec2.send(new sdk.CreateSecurityGroupCommand({ GroupName: 'new', Description: 'new', TagSpecifications }));
    },
    [[{ id: expect.stringMatching(/^sg-[0-9a-f]{17}$/), name: 'new' }, { kind: 'created' }]],
  ],
  [
    'CreateVpc',
    '',
    (ec2) => ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.1.0.0/16' })),
    [[{ defaultOf: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) }, { kind: 'created' }]],
  ],
  [
    'CreateDefaultVpc',
    '',
    (ec2) => ec2.send(new sdk.CreateDefaultVpcCommand({})),
    [[{ defaultOf: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) }, { kind: 'created' }]],
  ],
  [
    'CreateTags',
    'on two groups and a list',
    (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: [OTHER, LIST, GROUP], Tags: [tier] })),
    [GROUP, OTHER].map((id) => [{ id }, { kind: 'retagged', before: new Map([['tier', undefined]]) }]),
  ],
  ['CreateTags', 'on a list', (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: [LIST], Tags: [tier] })), []],
  [
    'DeleteTags',
    'by key and value',
    (ec2) => ec2.send(new sdk.DeleteTagsCommand({ Resources: [GROUP], Tags: [tier] })),
    [[{ id: GROUP }, { kind: 'retagged', before: new Map([['tier', 'web']]) }]],
  ],
  [
    'DeleteTags',
    'by key',
    (ec2) => ec2.send(new sdk.DeleteTagsCommand({ Resources: [GROUP], Tags: [{ Key: 'tier' }] })),
    [[{ id: GROUP }, { kind: 'retagged', before: new Map([['tier', undefined]]) }]],
  ],
  [
    'DeleteTags',
    'of all',
    (ec2) => ec2.send(new sdk.DeleteTagsCommand({ Resources: [GROUP] })),
    [[{ id: GROUP }, { kind: 'untagged' }]],
  ],
  [
    'ModifyManagedPrefixList',
    'with an entry',
    (ec2) => {
      const AddEntries = [{ Cidr: '0.0.0.0/1' }];
      return ec2.send(new sdk.ModifyManagedPrefixListCommand({ PrefixListId: LIST, CurrentVersion: 1, AddEntries }));
    },
    [[{ using: LIST }, { kind: 'list-changed', list: LIST, from: 1 }]],
  ],
  [
    'ModifyManagedPrefixList',
    'of the name',
    (ec2) => ec2.send(new sdk.ModifyManagedPrefixListCommand({ PrefixListId: LIST, PrefixListName: 'sites' })),
    [],
  ],
  [
    'RestoreManagedPrefixListVersion',
    '',
    (ec2) => {
      const versions = { PreviousVersion: 1, CurrentVersion: 1 };
      return ec2.send(new sdk.RestoreManagedPrefixListVersionCommand({ PrefixListId: LIST, ...versions }));
    },
    [[{ using: LIST }, { kind: 'list-changed', list: LIST, from: 1 }]],
  ],
];

test.for(rows)('readRecord() reads what the local account records of %s %s', async ([eventName, , call, changes]) => {
  const { local, ec2 } = world(eventName !== 'CreateDefaultVpc');
  await call(ec2);
  const [event, ...others] = local.takeEvents();
  expect(others).toEqual([]);
  const reading = readRecord(event);
  if (changes.length === 0) {
    expect(reading.kind).toBe('ignored');
    return;
  }
  const facts = { eventName, account: local.account, region: local.region };
  expect(reading).toMatchObject({ changes: changes.map(([group, effect]) => ({ ...facts, group, effect })) });
});

test('every call that the local account takes and the table handles has a row', () => {
  const known = Object.keys(HANDLED_EVENTS).filter((eventName) => OPERATIONS.has(eventName));
  expect([...new Set(rows.map(([eventName]) => eventName))].sort()).toEqual(known.sort());
});
