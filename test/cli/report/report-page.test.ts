import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PageData } from '../../../cli/report/page-data.ts';
import { reportPage } from '../../../cli/report/report-page.ts';
import type { ReportedChange } from '../../../cli/report/reported-change.ts';
import { RESULTS, resultOf } from '../../../cli/report/result.ts';
import { ATTACKS, hostileChange } from './hostile-changes.ts';
import { dice, SAMPLE_POLICIES, sampleChanges } from './sample-changes.ts';

const FACTS = { source: 'history', madeAt: '2026-11-25T09:00:00Z', policies: SAMPLE_POLICIES } as const;

/** What the blocks of a page hold: its data, then raw records. */
function unpacked(html: string): { data: PageData; records: string[] } {
  const blocks = [...html.matchAll(/class="data">([A-Za-z0-9+/=]*)<\/script>/g)].map(
    ([, block = '']) => JSON.parse(inflateRawSync(Buffer.from(block, 'base64')).toString()) as unknown,
  );
  return { data: blocks[0] as PageData, records: (blocks.slice(1) as string[][]).flat() };
}

/** How many changes came to each result, by the page. */
function countsOf({ cells }: PageData): number[] {
  const counts = RESULTS.map(() => 0);
  for (const [cell, count] of cells.count.entries()) {
    const result = cells.result[cell] ?? 0;
    counts[result] = (counts[result] ?? 0) + count;
  }
  return counts;
}

const expected = (changes: readonly ReportedChange[]) =>
  RESULTS.map((result) => changes.filter((change) => resultOf(change) === result).length);

/** Changes that have nothing in common, so that nothing can be said in fewer words. */
function* unlike(count: number): Generator<ReportedChange> {
  const random = dice(7);
  const noise = () => Array.from({ length: 24 }, () => Math.floor(random() * 36).toString(36)).join('');
  for (let index = 0; index < count; index++) {
    const changes = {
      time: new Date(Date.UTC(2020, 0, 1) + random() * 2e11).toISOString(),
      record: { text: Array.from({ length: 20 }, noise) },
    };
    yield { ...hostileChange(noise(), changes), ...(index % 2 === 0 && { verdict: 'compliant' as const }) };
  }
}

describe('reportPage()', () => {
  test('takes a hundred thousand changes of a quarter into less than 1 MB, with every one counted', async () => {
    const all = [...sampleChanges(100_000)];
    const html = await reportPage(all, FACTS);
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    const { data, records } = unpacked(html);
    expect(countsOf(data)).toEqual(expected(all));
    const listed = all.filter(({ verdict }) => verdict !== 'compliant');
    const shown = data.findings.reduce((sum, { count }) => sum + count, 0);
    expect(shown + data.left.findings).toBe(listed.length);
    expect(data.left.recordsKept).toBe(records.length);
    expect(data.left.records).toBe(all.filter(({ record }) => record !== undefined).length);
    expect(records.length).toBeGreaterThan(200);
  }, 90_000);

  test.for([
    { name: 'with nothing in common', changes: [...unlike(12_000)] },
    {
      name: 'with long attacks in every text',
      changes: ATTACKS.flatMap((attack) =>
        Array.from({ length: 40 }, (_, index) => hostileChange(`${index} ${attack}`)),
      ),
    },
  ])('stays below 1 MB for changes $name, and says what it left out', async ({ changes }) => {
    const html = await reportPage(changes, FACTS);
    expect(Buffer.byteLength(html)).toBeLessThan(1_000_000);
    const { data } = unpacked(html);
    expect(countsOf(data)).toEqual(expected(changes));
    const shown = data.findings.reduce((sum, { count }) => sum + count, 0);
    expect(shown + data.left.findings).toBe(changes.filter(({ verdict }) => verdict !== 'compliant').length);
  });

  test('holds markup of its own only, whatever the records say', async () => {
    const html = await reportPage(
      ATTACKS.map((attack) => hostileChange(attack)),
      FACTS,
    );
    const markup = html
      .replace(/<style>[\s\S]*<\/style>/, '')
      .replace(/<script[^>]*>[^<]*<\/script>/g, '')
      .replace(/<script>[\s\S]*<\/script>/, '');
    expect(markup).not.toContain('pwned');
    expect(markup.match(/<script/g)).toBeNull();
    expect(html).toContain("default-src 'none'; script-src 'sha256-");
    expect(html).not.toMatch(/(?:src|href|action)=/);
  });

  test('keeps forged times from stretching the chart beyond some hundreds of periods', async () => {
    const times = ['0001-01-01T00:00:00Z', '2026-11-20T12:00:00Z', '9999-12-31T23:59:59Z'];
    const { data } = unpacked(
      await reportPage(
        times.map((time) => hostileChange('a', { time })),
        FACTS,
      ),
    );
    const periods = data.cells.at.slice(1).reduce((sum, step) => sum + step, 1);
    expect(periods).toBeGreaterThan(100);
    expect(periods).toBeLessThanOrEqual(522);
    expect(countsOf(data)[RESULTS.indexOf('would-revert')]).toBe(3);
  });

  test('is the same text for the same changes', async () => {
    const make = () => reportPage(sampleChanges(300, { bad: 0.2 }), FACTS);
    expect(await make()).toBe(await make());
  });

  test('counts every change once, whatever texts it has', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(...ATTACKS.map((attack) => attack.slice(0, 300))),
    );
    const change = fc
      .record({
        attack: text,
        verdict: fc.constantFrom('compliant', 'exempt', 'violation', 'undetermined'),
        time: fc.oneof(
          fc.constant('no time'),
          fc.integer({ min: 0, max: 4e9 }).map((at) => new Date(at * 1000).toISOString()),
        ),
        remedy: fc.constantFrom('notify', 'revoke'),
      })
      .map(({ attack, ...changes }): ReportedChange => hostileChange(attack, changes as Partial<ReportedChange>));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
        const { data } = unpacked(await reportPage(changes, FACTS));
        expect(countsOf(data)).toEqual(expected(changes));
        expect(data.left.untimed).toBe(changes.filter(({ time }) => time === 'no time').length);
      }),
      { numRuns: 12 },
    );
  });
});
