import { describe, expect, test } from 'vitest';
import type { Exemption } from '../../functions/core/exemption.ts';
import { nextUses, staleExemptions, type Uses } from '../../functions/core/uses.ts';
import { policy } from './arbitraries.ts';
import { exemption, from } from './exemptions.ts';
import { FREEZE } from './verdict-on.ts';

const uses = (last: Uses['last'], since = '2026-01-01T00:00:00Z'): Uses => ({ version: 3, since, last });

describe('nextUses()', () => {
  test.for<[string, Uses | undefined, string[], Uses | undefined]>([
    ['begins with the first look', undefined, [], { version: 1, since: '2026-11-23T12:00:00.500Z', last: {} }],
    ['writes a first use', uses({}), ['a'], { ...uses({ a: '2026-11-23T12:00:00.500Z' }), version: 4 }],
    [
      'writes a use a day later',
      uses({ a: '2026-11-22T12:00:00Z', b: '2026-11-22T12:00:00Z' }),
      ['a'],
      { ...uses({ a: '2026-11-23T12:00:00.500Z', b: '2026-11-22T12:00:00Z' }), version: 4 },
    ],
    ['writes nothing within the day', uses({ a: '2026-11-22T12:00:01Z' }), ['a'], undefined],
    ['writes nothing of nothing', uses({}), [], undefined],
    [
      'is not led astray by names of objects',
      uses({}),
      ['constructor'],
      { ...uses({ constructor: '2026-11-23T12:00:00.500Z' }), version: 4 },
    ],
  ])('%s', ([, before, ids, next]) => {
    expect(nextUses(before, ids, '2026-11-23T12:00:00.500Z')).toEqual(next);
  });
});

describe('staleExemptions()', () => {
  const AT = '2026-11-23T12:00:00.500Z';
  const of = (more: Partial<Exemption>) =>
    exemption([from('tcp', undefined, 'any')], {
      until: '2027-01-01T00:00:00Z',
      from: '2026-02-01T00:00:00Z',
      ...more,
    });
  test.for<[string, Exemption, Uses | undefined, object[]]>([
    [
      'one that ended',
      of({ until: '2026-11-23T12:00:00Z' }),
      undefined,
      [{ kind: 'expired', since: '2026-11-23T12:00:00Z' }],
    ],
    ['not one that ends in a second', of({ until: '2026-11-23T12:00:01Z' }), undefined, []],
    ['not one that is to come', of({ from: '2026-12-01T00:00:00Z' }), uses({}), []],
    ['one that was never used', of({}), uses({}), [{ kind: 'unused', since: '2026-05-02T00:00:00Z' }]],
    [
      'one that was used 90 days ago',
      of({}),
      uses({ e: '2026-08-25T12:00:00Z' }),
      [{ kind: 'unused', since: '2026-11-23T12:00:00Z', last: '2026-08-25T12:00:00Z' }],
    ],
    ['not one that was used a second later', of({}), uses({ e: '2026-08-25T12:00:01Z' }), []],
    ['not one that began lately', of({ from: '2026-09-01T00:00:00Z' }), uses({}), []],
    ['not one of which the ledger knows too little', of({}), uses({}, '2026-09-01T00:00:00Z'), []],
    ['not one where nothing is kept', of({}), undefined, []],
    [
      'one that bears the name of an object',
      of({ id: 'constructor' }),
      uses({}),
      [{ id: 'constructor', kind: 'unused' }],
    ],
  ])('tells of %s', ([, own, kept, stale]) => {
    const found = staleExemptions([policy(FREEZE, { exemptions: [own] }), policy(FREEZE)], kept, AT);
    expect(found).toMatchObject(stale);
    expect(found).toHaveLength(stale.length);
  });
});
