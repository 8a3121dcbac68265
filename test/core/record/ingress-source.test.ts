import { expect, test } from 'vitest';
import { accountId } from '../../../functions/core/ids.ts';
import { readGroupSource } from '../../../functions/core/record/ingress-source.ts';
import { ACCOUNT } from '../../records/records.ts';

const SG = 'sg-0fedcba9876543210';
const OTHER = '123456789012';

const read = (value: unknown) => {
  const account = accountId(ACCOUNT);
  return account && readGroupSource(value, 'groups[0]', account);
};

test.for([
  [{ groupId: SG }, { kind: 'group', id: SG }],
  [
    { groupId: SG, userId: ACCOUNT, vpcId: 'vpc-1' },
    { kind: 'group', id: SG },
  ],
  [
    { groupId: SG, userId: Number(ACCOUNT) },
    { kind: 'group', id: SG },
  ],
  [
    { groupId: SG, userId: OTHER, peeringStatus: 'active' },
    { kind: 'group', id: SG, account: OTHER },
  ],
  [
    { groupId: SG, groupName: 'web', userId: '' },
    { kind: 'group', id: SG },
  ],
  [{ groupName: 'web' }, { kind: 'group-name', name: 'web' }],
  [
    { groupName: 'web', groupId: null, userId: ACCOUNT },
    { kind: 'group-name', name: 'web' },
  ],
  [
    { groupName: 'web', userId: OTHER },
    { kind: 'group-name', name: 'web', account: OTHER },
  ],
  [
    { groupName: 'amazon-elb-sg', userId: 'amazon-elb' },
    { kind: 'group-name', name: 'amazon-elb-sg', account: 'amazon-elb' },
  ],
] as const)('readGroupSource() reads %j', ([value, source]) => {
  expect(read(value)).toEqual(source);
});

test.for([
  [{}, 'groups[0]: the group reference has neither id nor name'],
  [{ userId: OTHER }, 'groups[0]: the group reference has neither id nor name'],
  [{ groupName: 7 }, 'groups[0]: the group reference has neither id nor name'],
  [{ groupId: 7, groupName: 'web' }, 'groups[0].groupId: 7 is no group id'],
  [{ groupId: SG, userId: 'amazon-elb' }, 'groups[0].userId: "amazon-elb" is no account number'],
  [{ groupName: 'web', userId: { a: 1 } }, 'groups[0].userId: an object is no account'],
  ['sg-1', 'groups[0]: the group reference has neither id nor name'],
] as const)('readGroupSource() says what is wrong with %j', ([value, problem]) => {
  expect(read(value)).toEqual({ problem });
});
