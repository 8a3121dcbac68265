import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { eventTable } from '../../functions/core/event-table.ts';
import { HANDLED_EVENTS } from '../../functions/core/events.ts';

test('eventTable() names every handled event once', () => {
  const rows = eventTable().split('\n').slice(2);
  const names = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name),
  );
  expect(names.sort()).toEqual(Object.keys(HANDLED_EVENTS).sort());
});

test('eventTable() has two cells a row, and each a sentence', () => {
  for (const row of eventTable().split('\n').slice(2)) expect(row).toMatch(/^\| `[^|]+ \| [A-Z][^|.]+\. \|$/);
});

test("README.md's list of events is eventTable()", () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const [, list] = /<!-- events -->\n([\s\S]*?)\n<!-- \/events -->/.exec(readme) ?? [];
  expect(list?.trim()).toBe(eventTable());
});
