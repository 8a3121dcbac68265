import { describe, expect, test } from 'vitest';
import type { Exemption } from '../../functions/core/exemption.ts';
import { check } from './check.ts';
import { live, type Spoil } from './live.ts';
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

/** A responder that was deployed with other exemptions than were granted. */
const excusing = (other: (exemption: Exemption) => readonly Exemption[]): Spoil => ({
  policies: (policies) =>
    policies.map((policy) => ({ ...policy, exemptions: (policy.exemptions ?? []).flatMap(other) })),
});

describe('check()', () => {
  /** Broken responders, and what must be said of each in one of the first histories. */
  const spoiled: readonly { name: string; spoil: Spoil; complaint: RegExp }[] = [
    {
      name: 'a mail that is never sent',
      spoil: { ports: (ports) => ({ ...ports, publish: async () => {} }) },
      complaint: /^telling: .* had no mail$/,
    },
    {
      name: 'a mail that is sent twice',
      spoil: {
        ports: (ports) => ({
          ...ports,
          publish: async (notice) => {
            await ports.publish(notice);
            await ports.publish(notice);
          },
        }),
      },
      complaint: /^telling: .* had 2 tellings, and at most 1 are due$/,
    },
    {
      name: 'a group that is read as empty',
      spoil: {
        ports: (ports) => ({
          ...ports,
          readGroup: async (by) => {
            const reading = await ports.readGroup(by);
            return reading.kind === 'found' ? { ...reading, standing: [] } : reading;
          },
        }),
      },
      complaint: /^telling: .* said to be gone, yet it stood$/,
    },
    {
      name: 'a prefix list whose groups are not found',
      spoil: { ports: (ports) => ({ ...ports, findGroups: async () => ({ kind: 'found', ids: [] }) }) },
      complaint: /^hole: .* from pl-.* still stands in/,
    },
    {
      name: 'a revoke that takes another rule along',
      spoil: {
        ports: (ports) => ({
          ...ports,
          revoke: async (group, rules) => {
            const reading = await ports.readGroup({ id: group });
            const all = reading.kind === 'found' ? reading.standing.flatMap(({ id }) => id ?? []) : rules;
            return ports.revoke(group, all);
          },
        }),
      },
      complaint: /^act: .* which no violation names$/,
    },
    {
      name: 'exemptions that count for nothing',
      spoil: excusing(() => []),
      complaint: /^exempt: .* is said to break .*, yet it is exempt$/,
    },
    {
      name: 'exemptions that are for everybody',
      spoil: excusing(({ actors: _, ...each }) => [each]),
      complaint: /^exempt: .* is said to be excused from .*, yet it is not$/,
    },
    {
      name: 'exemptions that never end',
      spoil: excusing((each) => [{ ...each, until: '2027-01-01T00:00:00Z' }]),
      complaint: /^sweep: .* was not found from .* on$/,
    },
    {
      name: 'exemptions that excuse a whole rule by a part of it',
      spoil: excusing((each) => [{ ...each, traffic: each.traffic.map(({ ports: _, ...rest }) => rest) }]),
      complaint: /^exempt: .* is said to be excused from .*, yet it is not$/,
    },
  ];

  test.for(spoiled)('finds out $name', async ({ spoil, complaint }) => {
    const complaints: string[] = [];
    for (let seed = 1; seed <= 400 && !complaints.some((each) => complaint.test(each)); seed++)
      complaints.push(...check(await live(seed, spoil)));
    expect(complaints).toContainEqual(expect.stringMatching(complaint));
  });
});
