import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../cli/local-account/ids.ts';
import type { JudgedChange } from '../../functions/backtest/judged-change.ts';
import type { Report } from '../../functions/core/report.ts';
import { liveInAudit, rehearsed } from './history.ts';

const idOf = ({ eventId, groupId, groupName }: JudgedChange): string => `${eventId}/${groupId ?? groupName}`;

/** What a report says of its change, in the terms of a rehearsal. */
function said({ verdict, rules, concerns }: Report): { verdict: string; policies: string[] } {
  const findings = rules.flatMap((rule) => (rule.verdict.kind === 'violation' ? rule.verdict.findings : []));
  return { verdict, policies: [...new Set([...findings, ...(concerns ?? [])].map(({ policy }) => policy))].sort() };
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

describe('createRehearsal() over what CloudTrail recorded', () => {
  test('says what the responder said, where all of the account came by calls', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { policies, reports, records } = await liveInAudit(seed, false);
        const changes = new Map(rehearsed(records, policies).map((change) => [idOf(change), change]));
        for (const [id, report] of reports) {
          const change = changes.get(id);
          // The group that every VPC is born with came by no call.
          if (report.group.name === 'default' && (change?.verdict ?? 'undetermined') === 'undetermined') continue;
          expect({ id, verdict: change?.verdict, policies: [...(change?.policies ?? [])].sort() }).toEqual({
            id,
            ...said(report),
          });
        }
      }),
      { numRuns: 60, seed: 20261125 },
    );
  });

  test('says what the responder said or that it is undetermined, where groups stood before', async () => {
    let certain = 0;
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { policies, reports, records } = await liveInAudit(seed, true);
        for (const change of rehearsed(records, policies)) {
          const report = reports.get(idOf(change));
          if (change.verdict === 'undetermined') {
            expect(change.reason).not.toBe('');
            continue;
          }
          certain++;
          expect({ id: report?.id, verdict: report?.verdict }).toEqual({ id: idOf(change), verdict: change.verdict });
          // A policy that is broken for certain may have others beside it that are in doubt.
          if (report) expect(said(report).policies).toEqual(expect.arrayContaining([...change.policies]));
        }
      }),
      { numRuns: 60, seed: 20261125 },
    );
    // Were all undetermined, nothing would have been shown.
    expect(certain).toBeGreaterThan(50);
  });

  test('says the same in whatever order the records are read, and gives it in that order', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const { policies, records } = await liveInAudit(seed, true);
        // Within a second the order of reading decides, so that records of different seconds only are mixed.
        const apart = records.map((record, index) => ({
          ...(record as object),
          eventTime: new Date(Date.parse('2026-11-23T12:00:00Z') + index * 1000).toISOString().replace('.000', ''),
        }));
        const random = seededRandom(seed);
        const mixed = apart
          .map((record) => ({ record, key: random() }))
          .sort((a, b) => a.key - b.key)
          .map(({ record }) => record);
        const place = ({ place: _, ...change }: JudgedChange) => change;
        const once = new Map(
          rehearsed(apart, policies).map((change) => [`${idOf(change)} ${change.reason}`, place(change)]),
        );
        const again = rehearsed(mixed, policies);
        for (const change of again) expect(place(change)).toEqual(once.get(`${idOf(change)} ${change.reason}`));
        const order = mixed.map((record) => (record as { eventID?: string }).eventID);
        const positions = again.map(({ eventId }) => order.indexOf(eventId));
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      }),
      { numRuns: 20, seed: 20261125 },
    );
  });
});
