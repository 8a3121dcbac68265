import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GroupId } from '../../../functions/core/ids.ts';
import { coverage } from '../../../functions/core/judge/scope.ts';
import type { Scope } from '../../../functions/core/policy.ts';
import { coversNothing, scopeCovers, scopesMeet } from '../../../functions/policy-file/lint/scopes.ts';
import { context } from '../../core/arbitraries.ts';

const ID = 'sg-0123456789abcdef0';
const DEPLOY = 'arn:aws:iam::*:role/deploy';
const bastion = { tags: { role: ['bastion'] } };

test.for<[outer: Scope, inner: Scope, expected: boolean]>([
  [{}, {}, true],
  [{}, { groups: ['web'] }, true],
  [{ groups: ['web'] }, {}, false],
  [{ groups: ['*'] }, {}, true],
  [{ groups: ['*'] }, { groups: [ID] }, true],
  [{ groups: ['sg-*'] }, { groups: ['web'] }, true],
  [{ groups: ['web-*'] }, { groups: [ID] }, false],
  [{ groups: ['web-*', 'db'] }, { groups: ['db', 'web-1', 'web-a-*'] }, true],
  [{ groups: ['web-*'] }, { groups: ['web-1', 'db'] }, false],
  [{ regions: ['eu-*'] }, { regions: ['eu-west-?'], accounts: ['1*'] }, true],
  [{ tags: { tier: ['web', 'edge'] } }, { tags: { tier: ['web'], env: ['prod'] } }, true],
  [{ tags: { tier: ['web'] } }, { tags: { tier: ['web', 'edge'] } }, false],
  [{ tags: { tier: ['*'] } }, {}, false],
  [{ tags: { constructor: ['*'] } }, { tags: {} }, false],
  [{ unless: bastion }, {}, false],
  [{ unless: bastion }, { unless: bastion }, true],
  [{ unless: bastion }, { unless: { tags: { role: ['bastion', 'jump'] } } }, true],
  [{ unless: { tags: { role: ['bastion', 'jump'] } } }, { unless: bastion }, false],
  [{ unless: bastion }, { tags: { role: ['web'] } }, true],
  [{ unless: bastion }, { tags: { tier: ['web'] } }, false],
  [{}, { unless: bastion }, true],
  [{ unless: { actors: [DEPLOY] } }, {}, false],
  [{}, { unless: { actors: [DEPLOY] } }, true],
  [{ unless: { actors: [DEPLOY] } }, { unless: { actors: ['arn:aws:iam::*:role/*'] } }, true],
  [{ unless: { actors: [DEPLOY], regions: ['eu-*'] } }, { unless: { actors: [DEPLOY] } }, true],
  [{ unless: { actors: [DEPLOY] } }, { unless: { actors: [DEPLOY], regions: ['eu-*'] } }, false],
])('scopeCovers(%j, %j) is %s', ([outer, inner, expected]) => {
  expect(scopeCovers(outer, inner)).toBe(expected);
});

test.for<[a: Scope, b: Scope, expected: boolean]>([
  [{}, {}, true],
  [{}, { groups: ['web'], tags: { tier: ['web'] } }, true],
  [{ groups: ['web-*'] }, { groups: ['*-prod'] }, true],
  [{ groups: ['web-*'] }, { groups: ['db-*', 'mail'] }, false],
  [{ groups: ['web-*'] }, { groups: [ID] }, false],
  [{ groups: ['web-*'] }, { groups: [ID, 'web-1'] }, true],
  [{ groups: ['web-*'] }, { tags: { tier: ['web'] } }, false],
  [{ groups: ['*'] }, { tags: { tier: ['web'] } }, true],
  [{ accounts: ['1*'] }, { accounts: ['2*'] }, false],
  [{ accounts: ['1*'], tags: { tier: ['web'] } }, { regions: ['eu-*'] }, true],
  [{ tags: { tier: ['web'] } }, { tags: { tier: ['w*'], env: ['prod'] } }, true],
  [{ tags: { tier: ['web'] } }, { tags: { tier: ['db'] } }, false],
  [{ tags: { tier: ['web'] } }, { tags: { env: ['prod'] } }, false],
  [{ unless: bastion }, bastion, false],
  [{ unless: bastion }, { groups: ['bastion-*'] }, false],
  [{ unless: bastion }, { tags: { tier: ['web'] } }, true],
  [{ unless: bastion }, {}, true],
  [{ unless: { actors: [DEPLOY] } }, { groups: ['web-*'] }, true],
  [{ unless: bastion }, { tags: { role: ['bastion', 'web'] } }, true],
])('scopesMeet(%j, %j) is %s', ([a, b, expected]) => {
  expect([scopesMeet(a, b), scopesMeet(b, a)]).toEqual([expected, expected]);
});

test.for<[Scope, boolean]>([
  [{}, false],
  [{ unless: bastion }, false],
  [{ ...bastion, unless: bastion }, true],
  [{ tags: { role: ['bastion', 'web'] }, unless: bastion }, false],
  [{ unless: { regions: ['*'] } }, true],
  [{ unless: { regions: ['*'], actors: ['*'] } }, false],
  [{ groups: ['web-1'], unless: { groups: ['web-*'] } }, true],
  [{ groups: ['web-1'], unless: { groups: ['web-*'], regions: ['eu-*'] } }, false],
])('coversNothing(%j) is %s', ([scope, expected]) => {
  expect(coversNothing(scope)).toBe(expected);
});

const list = (...patterns: string[]) => fc.subarray(patterns, { minLength: 1 });
const places = fc.record(
  {
    accounts: list('1*', '123456789012', '2*'),
    regions: list('eu-*', 'eu-west-1', '*'),
    groups: list('web-*', 'web-1', 'db', '*', ID, 'sg-0*'),
    tags: fc.record({ tier: list('web', 'w*', 'db'), role: list('*', 'bastion') }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const scope: fc.Arbitrary<Scope> = fc
  .tuple(places, fc.option(places, { nil: undefined }))
  .map(([own, unless]) => ({ ...own, ...(unless && Object.keys(unless).length > 0 && { unless }) }));
const world = fc
  .record({
    account: fc.constantFrom('123456789012', '222222222222'),
    region: fc.constantFrom('eu-west-1', 'eu-north-1', 'us-east-1'),
    id: fc.constantFrom(ID, 'sg-11111111'),
    name: fc.constantFrom('web-1', 'web-2', 'db'),
    tags: fc.record(
      { tier: fc.constantFrom('web', 'db', 'wax'), role: fc.constantFrom('bastion', 'x') },
      { requiredKeys: [] },
    ),
  })
  .map(({ account, region, id, name, tags }) =>
    context([], { account: account as never, region, group: { id: id as GroupId, name, vpc: 'vpc-11111111', tags } }),
  );

test('scopeCovers() holds for every group', () => {
  fc.assert(
    fc.property(scope, scope, world, (outer, inner, group) => {
      if (!scopeCovers(outer, inner) || coverage(inner, group).kind !== 'covered') return;
      expect(coverage(outer, group).kind).toBe('covered');
    }),
    { numRuns: 5000 },
  );
});

test('coversNothing() holds for every group', () => {
  fc.assert(
    fc.property(scope, world, (own, group) => {
      if (coversNothing(own)) expect(coverage(own, group).kind).toBe('outside');
    }),
    { numRuns: 5000 },
  );
});
