import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RecordPlace, recordScanner } from '../../functions/backtest/record-scanner.ts';

const WANTED = new Set(['CreateTags', 'CreateSecurityGroup']);

/** What a scanner makes of a text that comes in pieces of some bytes. */
function scanned(text: string | Uint8Array, size = 1 << 20) {
  const found: { record: unknown; at: RecordPlace }[] = [];
  const skipped: string[] = [];
  const scanner = recordScanner(WANTED, {
    found: (record, at) => found.push({ record: JSON.parse(record), at }),
    skipped: ({ line, column, index }, reason) =>
      skipped.push(`${line ?? '-'}:${column ?? '-'}:${index ?? '-'} ${reason}`),
  });
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  scanner.end();
  return { found, skipped, records: scanner.records() };
}

const made = (eventName: string, more: object = {}) => ({ eventVersion: '1.11', eventName, more });

describe('recordScanner()', () => {
  const [tags, other] = [made('CreateTags'), made('DescribeTags', { eventName: 'CreateTags' })];
  test.for<[what: string, text: string, found: unknown[], records: number]>([
    ['a log file', JSON.stringify({ Records: [tags, other, tags] }), [tags, tags], 3],
    [
      'a log file with more beside',
      JSON.stringify({ a: [{ Records: [tags] }], Records: [tags], b: [tags] }),
      [tags],
      1,
    ],
    ['an indented log file', JSON.stringify({ Records: [tags, other] }, null, 2), [tags], 2],
    ['a list', JSON.stringify([other, tags]), [tags], 2],
    ['one record', JSON.stringify(tags), [tags], 1],
    ['one record of no interest', JSON.stringify(other), [], 1],
    [
      'an event',
      JSON.stringify({ id: '1', detail: tags, resources: [] }),
      [{ id: '1', detail: tags, resources: [] }],
      1,
    ],
    ['an event of no interest', JSON.stringify({ detail: { ...other, detail: tags }, x: tags }), [], 1],
    ['one a line', `${JSON.stringify(tags)}\n${JSON.stringify(other)}\r\n\n${JSON.stringify(tags)}`, [tags, tags], 3],
    [
      'log files, one a line',
      `${JSON.stringify({ Records: [tags] })}\n${JSON.stringify({ Records: [other, tags] })}\n`,
      [tags, tags],
      3,
    ],
    ['an empty log file', '{"Records":[]}', [], 0],
    ['an empty list', '[]', [], 0],
    ['a byte order mark', `\ufeff${JSON.stringify(tags)}`, [tags], 1],
    ['a name with escapes', '{"eventName":"Create\\u0054ags"}', [{ eventName: 'CreateTags' }], 1],
    ['a key with escapes', '{"event\\u004eame":"CreateTags"}', [{ eventName: 'CreateTags' }], 1],
    ['one after another on a line', `${JSON.stringify(tags)}${JSON.stringify(tags)}`, [tags, tags], 2],
  ])('finds what is wanted in %s', ([, text, found, records]) => {
    for (const size of [1, 7, 64, 1 << 20]) {
      const all = scanned(text, size);
      expect(all.found.map(({ record }) => record)).toEqual(found);
      expect(all.skipped).toEqual([]);
      expect(all.records).toBe(records);
    }
  });

  test('says where a record stands', () => {
    const at = (text: string) => scanned(text).found.map(({ at }) => at);
    const one = JSON.stringify(tags);
    expect(at(`{"Records":[{"eventName":"x"},${one}]}`)).toEqual([{ index: 1, listed: 'Records' }]);
    expect(at(`[${one}]`)).toEqual([{ index: 0 }]);
    expect(at(one)).toEqual([{}]);
    expect(at(`{"eventName":"x"}\n\n${one}\n[${one}]\n{"Records":[${one}]}`)).toEqual([
      { line: 3 },
      { line: 4, index: 0 },
      { line: 5, index: 0, listed: 'Records' },
    ]);
  });

  const one = JSON.stringify(tags);
  test.for<[what: string, text: string, skipped: string[], found: number]>([
    ['nothing', '', ['-:-:- it is empty'], 0],
    ['spaces', ' \n ', ['-:-:- it is empty'], 0],
    ['prose', 'hello\nworld', ["1:1:- no JSON: 'h' where a value is needed"], 0],
    ['a file cut off within a record', `{"Records":[${one},{"eventName":"Cr`, ['1:88:- no JSON: it is cut off'], 1],
    ['a file cut off after a record', `{"Records":[${one},`, ['1:72:- no JSON: it is cut off'], 1],
    ['a line cut off in a text', `${one}\n{"eventName":"Cr\n${one}\n`, ['2:17:- no JSON: it is cut off'], 2],
    ['a line cut off after a value', `${one}\n{"a":1,\n${one}\n`, ['2:8:- no JSON: it is cut off'], 2],
    ['a first line cut off after a value', `{"a":1,\n${one}\n${one}\n`, ['1:-:- no JSON: it is cut off'], 2],
    ['a first line cut off in a text', `{"a":"x\n${one}\n`, ['1:8:- no JSON: it is cut off'], 1],
    ['a last line cut off', `${one}\n{"a":tr`, ["2:6:- no JSON: 't' where a value is needed"], 1],
    [
      'a line of prose',
      `${one}\noops\n{"x"}\n${one}`,
      ["2:1:- no JSON: 'o' where a value is needed", '3:5:- no JSON: \'}\' where ":" is needed'],
      2,
    ],
    ['an indented file that breaks', '{\n  "a": 1,\n  oops\n}\n', ["3:3:- no JSON: 'o' where a key is needed"], 0],
    ['brackets that do not match', '{"Records":[{]}', ['1:14:- no JSON: \']\' where a key or "}" is needed'], 0],
    ['a number that is none', '[01]', ['1:2:- no JSON: \'0\' where a value or "]" is needed'], 0],
    ['a control character in a text', '["\u0001"]', ['1:3:- no JSON: byte 1 in a text'], 0],
    [
      'a value that is no record',
      '7',
      ['-:-:- no CloudTrail record: it has no eventName, nor a detail that has one'],
      0,
    ],
    [
      'members that are no records',
      `[7,"x",[${one}],{},${one}]`,
      [0, 1, 2, 3].map((index) => `-:-:${index} no CloudTrail record: it has no eventName, nor a detail that has one`),
      1,
    ],
    [
      'a name that is no text',
      '{"eventName":["CreateTags"]}',
      ['-:-:- no CloudTrail record: it has no eventName, nor a detail that has one'],
      0,
    ],
    ['too deep', '['.repeat(5000), ['1:2001:- it is nested deeper than 2000 levels'], 0],
  ])('skips and names %s', ([, text, skipped, found]) => {
    for (const size of [1, 5, 1 << 20]) {
      const all = scanned(text, size);
      expect(all.skipped).toEqual(skipped);
      expect(all.found.length).toBe(found);
    }
  });

  test('skips what is no UTF-8 only where it matters', () => {
    const bytes = Buffer.concat([
      Buffer.from('[{"eventName":"x","a":"'),
      Buffer.from([0xff]),
      Buffer.from(`"},{"eventName":"CreateTags","a":"`),
      Buffer.from([0xff]),
      Buffer.from('"}]'),
    ]);
    expect(scanned(bytes).skipped).toEqual(['-:-:1 no text in UTF-8']);
  });

  test('finds in any text and any pieces what parsing finds', () => {
    const record = fc.record({
      eventName: fc.constantFrom('CreateTags', 'DescribeTags', 'CreateSecurityGroup'),
      a: fc.jsonValue({ depthSize: 'small' }),
      Records: fc.option(fc.jsonValue(), { nil: undefined }),
    });
    const file = fc.oneof(
      record,
      fc.array(record),
      fc.record({ Records: fc.array(record) }),
      fc.record({ detail: record, version: fc.string() }),
    );
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 100 }), (values, size) => {
        const lists = values.flatMap((value) => {
          const { Records } = value as { Records?: unknown };
          return Array.isArray(value) ? value : Array.isArray(Records) ? Records : [value];
        });
        const nameOf = (value: unknown): unknown => {
          if (typeof value !== 'object' || value === null) return undefined;
          const { eventName, detail } = value as { eventName?: unknown; detail?: unknown };
          return eventName ?? nameOf(detail);
        };
        const all = scanned(values.map((value) => JSON.stringify(value)).join('\n'), size);
        expect(all.records).toBe(lists.length);
        const wanted = lists.filter((value) => WANTED.has(String(nameOf(value))));
        // Of what is written with escapes it can't be told, so it is given too.
        const texts = all.found.map(({ record }) => JSON.stringify(record));
        expect(texts.filter((text) => !text.includes('\\'))).toEqual(
          wanted.map((value) => JSON.stringify(value)).filter((text) => !text.includes('\\')),
        );
        for (const value of wanted) expect(texts).toContain(JSON.stringify(value));
      }),
      { numRuns: 500 },
    );
  });
});
