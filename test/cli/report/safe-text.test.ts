import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf, recordJson } from '../../../cli/report/safe-text.ts';
import { ATTACKS, named } from './hostile-changes.ts';

describe('recordJson()', () => {
  test('stays the same record and shows every character', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', maxDepth: 2 }), (text) => {
        const record: unknown = JSON.parse(text);
        const shown = recordJson(record);
        expect(shown).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
        expect(JSON.stringify(JSON.parse(shown))).toBe(JSON.stringify(record));
      }),
    );
  });

  test('cuts what is too long and says so', () => {
    const shown = recordJson({ text: 'x'.repeat(100_000) });
    expect(shown.length).toBeLessThan(17_000);
    expect(shown).toMatch(/\n\.\.\. 84\d\d\d more characters are left out here$/);
  });
});

describe('nameOf()', () => {
  test.for(named(...ATTACKS))('$name comes out short and visible', ({ text }) => {
    expect(nameOf(text)).toMatch(/^[ -~]{0,200}$/);
  });
});
