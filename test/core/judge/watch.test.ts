import { expect, test } from 'vitest';
import type { AccountId } from '../../../functions/core/ids.ts';
import { watchedBy } from '../../../functions/core/judge/watch.ts';
import type { Policy } from '../../../functions/core/policy.ts';

const HERE = { account: '111122223333' as AccountId, region: 'eu-west-1' };

const watching = (change: Partial<Policy> = {}): Policy => ({
  id: 'firewalls',
  title: 'T',
  severity: 'low',
  mode: 'audit',
  scope: {},
  ban: { kind: 'watch', events: ['network-acls', 'block-public-access'] },
  remedy: 'notify',
  runbook: 'R',
  ...change,
});

test.for<[string, Partial<Policy>, boolean]>([
  ['it lists the event', {}, true],
  ['it lists another event alone', { ban: { kind: 'watch', events: ['attachments'] } }, false],
  ['it forbids rules', { ban: { kind: 'freeze' } }, false],
  ['it is off', { mode: 'off' }, false],
  ['it covers the account and the region', { scope: { accounts: ['1111*'], regions: ['eu-*'] } }, true],
  ['it covers another account', { scope: { accounts: ['999999999999'] } }, false],
  ['it covers the account in another region', { scope: { accounts: ['1111*'], regions: ['us-*'] } }, false],
  ['it leaves the account out', { scope: { unless: { accounts: ['111122223333'] } } }, false],
  ['it leaves the account out elsewhere', { scope: { unless: { accounts: ['1111*'], regions: ['us-*'] } } }, true],
])('watchedBy() answers for a policy when %s', ([, change, told]) => {
  const policy = watching(change);
  expect(watchedBy([policy], 'network-acls', HERE)).toEqual(told ? [policy] : []);
});

test('watchedBy() gives every policy that tells, in their order', () => {
  const policies = [watching({ id: 'a' }), watching({ id: 'b', mode: 'off' }), watching({ id: 'c' })];
  expect(watchedBy(policies, 'block-public-access', HERE).map(({ id }) => id)).toEqual(['a', 'c']);
});

test('watchedBy() tells when the scope asks for facts of a group', () => {
  for (const scope of [{ vpcs: ['vpc-*'] }, { groups: ['web-*'] }, { tags: { tier: ['web'] } }]) {
    expect(watchedBy([watching({ scope })], 'network-acls', HERE)).toHaveLength(1);
  }
});
