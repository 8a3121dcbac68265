import fc from 'fast-check';
import type { Rule, Source } from '../../functions/core/rule.ts';

/** Texts as an attacker would write them: any Unicode, forged lines, long words, lone surrogates. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 4,
    arbitrary: fc
      .array(
        fc.constantFrom(
          '\n',
          '\r\n',
          '\u2028',
          '\u202e',
          '\u200b',
          '\ud800',
          '\0',
          '\t',
          ' ',
          '   ',
          '"',
          '\\',
          '\u00a0',
          '\u3000',
          'WHAT WAS DONE',
          'REPORT',
          'WHEN',
          '  Reverted: yes',
          'Closed.',
          '-'.repeat(70),
          'x'.repeat(66),
          'y'.repeat(3000),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  },
);

/** Records of a shape, with only `required` always there. */
export const maybe = <Shape extends object>(
  shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> },
  ...required: (keyof Shape)[]
) => fc.record(shape, { requiredKeys: required }) as unknown as fc.Arbitrary<Shape>;

/** An id in name only: any text. */
export const anyId = <Id>(): fc.Arbitrary<Id> => anyText as fc.Arbitrary<unknown> as fc.Arbitrary<Id>;
/** An instant, or any text in its place. */
export const anyInstant = fc.oneof(
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  anyText,
);

const source: fc.Arbitrary<Source> = fc.oneof(
  fc.record({ kind: fc.constant('cidr' as const), cidr: anyId<never>() }),
  fc.record({ kind: fc.constant('list' as const), id: anyId<never>() }),
  fc.record({ kind: fc.constant('group' as const), id: anyId<never>() }),
  fc.record({ kind: fc.constant('group-name' as const), name: anyText }),
);
const port = fc.integer({ min: -1, max: 65535 });
/** Any rule at all. */
export const anyRule = maybe<Rule>(
  {
    id: anyId(),
    protocol: fc.integer({ min: -1, max: 255 }),
    from: port,
    to: port,
    source,
    description: anyText,
    tags: fc.dictionary(anyText, anyText, { maxKeys: 2 }),
  },
  'protocol',
  'from',
  'to',
  'source',
);
