import { describe, expect, test } from 'vitest';
import type { Ports } from '../../functions/respond/ports.ts';
import { check } from './check.ts';
import { live } from './live.ts';
import { torture } from './torture.ts';
import { failureText } from './try-seeds.ts';

/** Histories lived in every run; the gate lives ten thousand, and `npm run torture` as many as one likes. */
const HISTORIES = 500;

test(`torture() finds nothing wrong with ${HISTORIES} histories`, { timeout: 600_000 }, async () => {
  const failures = await torture(1, HISTORIES);
  expect(failures.slice(0, 3).map(failureText).join('\n\n')).toBe('');
});

test('live() lives the same history for the same seed', async () => {
  const [once, again] = [await live(7), await live(7)];
  expect(again.story()).toEqual(once.story());
  expect((await live(8)).story()).not.toEqual(once.story());
});

describe('check()', () => {
  /** Broken responders, and what must be said of each in one of the first histories. */
  const spoiled: readonly { name: string; spoil: (ports: Ports) => Ports; complaint: RegExp }[] = [
    {
      name: 'a mail that is never sent',
      spoil: (ports) => ({ ...ports, publish: async () => {} }),
      complaint: /^telling: .* had no mail$/,
    },
    {
      name: 'a mail that is sent twice',
      spoil: (ports) => ({
        ...ports,
        publish: async (notice) => {
          await ports.publish(notice);
          await ports.publish(notice);
        },
      }),
      complaint: /^telling: .* had 2 tellings, and at most 1 are due$/,
    },
    {
      name: 'a group that is read as empty',
      spoil: (ports) => ({
        ...ports,
        readGroup: async (by) => {
          const reading = await ports.readGroup(by);
          return reading.kind === 'found' ? { ...reading, standing: [] } : reading;
        },
      }),
      complaint: /^telling: .* said to be gone, yet it stood$/,
    },
    {
      name: 'a prefix list whose groups are not found',
      spoil: (ports) => ({ ...ports, findGroups: async () => ({ kind: 'found', ids: [] }) }),
      complaint: /^hole: .* from pl-.* still stands in/,
    },
    {
      name: 'a revoke that takes another rule along',
      spoil: (ports) => ({
        ...ports,
        revoke: async (group, rules) => {
          const reading = await ports.readGroup({ id: group });
          const all = reading.kind === 'found' ? reading.standing.flatMap(({ id }) => id ?? []) : rules;
          return ports.revoke(group, all);
        },
      }),
      complaint: /^act: .* which no violation names$/,
    },
  ];

  test.for(spoiled)('finds out $name', async ({ spoil, complaint }) => {
    const complaints: string[] = [];
    for (let seed = 1; seed <= 60 && !complaints.some((each) => complaint.test(each)); seed++)
      complaints.push(...check(await live(seed, spoil)));
    expect(complaints).toContainEqual(expect.stringMatching(complaint));
  });
});
