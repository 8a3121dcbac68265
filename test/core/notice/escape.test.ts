import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  nameText,
  policyText,
  quoteText,
  reasonText,
  recordText,
  trafficText,
  untied,
} from '../../../functions/core/notice/escape.ts';
import { anyText } from '../../records/any-rule.ts';

test.for([
  { text: 'plain text', shown: 'plain text' },
  { text: 'two\nlines\r\n', shown: 'two\\nlines\\r\\n' },
  { text: 'tab\there', shown: 'tab\\there' },
  { text: 'back\\slash \\u{202e}', shown: 'back\\\\slash \\\\u{202e}' },
  { text: '\0\u0007\u001b[31m\u007f\u0085', shown: '\\u{0}\\u{7}\\u{1b}[31m\\u{7f}\\u{85}' },
  { text: '\u202a\u202e\u2066\u2069\u200e\u200f', shown: '\\u{202a}\\u{202e}\\u{2066}\\u{2069}\\u{200e}\\u{200f}' },
  { text: '\u200b\u200c\u200d\ufeff\u2028\u2029', shown: '\\u{200b}\\u{200c}\\u{200d}\\u{feff}\\u{2028}\\u{2029}' },
  { text: 'lone \ud800 and \udc00', shown: 'lone \\u{d800} and \\u{dc00}' },
  { text: 'Ꮃeb \u{1f600} \u05d0', shown: '\\u{13b3}eb \\u{1f600} \\u{5d0}' },
  { text: '  many    spaces  ', shown: 'many spaces' },
])('recordText() shows $text as $shown', ({ text, shown }) => {
  expect(recordText(text, 200)).toBe(shown);
});

test.for([
  { text: 'abcdefghij', limit: 10, shown: 'abcdefghij' },
  { text: 'abcdefghijk', limit: 10, shown: 'abcdefg...' },
  { text: 'abcde\u202efghij', limit: 10, shown: 'abcde...' },
  { text: 'abcd efgh ijkl', limit: 8, shown: 'abcd...' },
])('recordText() shortens $text to $limit characters and cuts no escape', ({ text, limit, shown }) => {
  expect(recordText(text, limit)).toBe(shown);
});

test('recordText() gives printable ASCII within its limit, whatever the text', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 3, max: 200 }), (text, limit) => {
      const shown = recordText(text, limit);
      expect(shown).toMatch(/^[ -~]*$/);
      expect(shown.length).toBeLessThanOrEqual(limit);
    }),
  );
});

test('recordText() tells different texts apart unless they differ in spaces or were shortened', () => {
  const packed = fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => !text.includes(' '));
  fc.assert(fc.property(packed, packed, (a, b) => (recordText(a, 500) === recordText(b, 500)) === (a === b)));
});

test('recordText() stops at its limit when the text is huge', () => {
  const endless = {
    *[Symbol.iterator]() {
      for (let count = 0; count < 100; count++) yield 'x';
      throw new Error('read on after the limit');
    },
  };
  expect(recordText(endless as unknown as string, 50)).toBe(`${'x'.repeat(47)}...`);
});

test.for([
  { text: 'Für alle: 東京\n\tsicher', shown: 'Für alle: 東京 sicher' },
  { text: 'a\u00a0b\u3000c', shown: 'a b c' },
  {
    text: 'hidden \u202e\u200b\u00ad\u2028\ufeff\u3164\ud800',
    shown: 'hidden \\u{202e}\\u{200b}\\u{ad}\\u{2028}\\u{feff}\\u{3164}\\u{d800}',
  },
])('policyText() shows $text as $shown', ({ text, shown }) => {
  expect(policyText(text, 200)).toBe(shown);
});

test('policyText() leaves nothing that hides or steers, whatever the text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(policyText(text, 100)).not.toMatch(/\p{C}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|[^\S ]/u);
    }),
  );
});

test.for([
  { text: 'for anna', shown: '"for anna"' },
  { text: 'x" Reverted: "yes', shown: '"x\\" Reverted: \\"yes"' },
  { text: 'trick\\', shown: '"trick\\\\"' },
  { text: '', shown: '""' },
])('quoteText() shows $text as $shown', ({ text, shown }) => {
  expect(quoteText(text, 100)).toBe(shown);
});

test('quoteText() never lets a text end its quotation', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 3, max: 80 }), (text, limit) => {
      expect(quoteText(text, limit)).toMatch(/^"(?:[^"\\]|\\.)*"$/);
      expect(reasonText(text)).toMatch(/^"[^"]*"$/);
    }),
  );
});

test.for([
  { name: 'web-1', shown: 'web-1' },
  { name: 'anna.kowalska+ops@example.com', shown: 'anna.kowalska+ops@example.com' },
  { name: 'web 1', shown: '"web 1"' },
  { name: 'Reverted:', shown: '"Reverted:"' },
  { name: 'web-1.', shown: '"web-1."' },
  { name: '-', shown: '"-"' },
  { name: '', shown: '""' },
  { name: 'n'.repeat(60), shown: `${'n'.repeat(45)}...` },
])('nameText() shows $name as $shown', ({ name, shown }) => {
  expect(untied(nameText(name))).toBe(shown);
});

test.for([
  'tcp 22 from 0.0.0.0/0',
  'udp 0-65535 from ::/0',
  'icmp type 8 code any from 10.0.0.0/8',
  'icmpv6 type any code any from 2001:db8::/32',
  'all traffic from sg-0123456789abcdef0',
  'protocol 50 from pl-0123456789abcdef0',
  'protocol 0-5 from 10.0.0.0/8',
])('trafficText() leaves %s as it is', (text) => {
  expect(untied(trafficText(text))).toBe(text);
});

test.for([
  { text: 'tcp 22 from group admins', shown: '"tcp 22 from group admins"' },
  { text: 'tcp 22 from 0.0.0.0/0\nWHEN', shown: '"tcp 22 from 0.0.0.0/0\\nWHEN"' },
  { text: 'tcp 22 from 0.0.0.0/0 (closed)', shown: '"tcp 22 from 0.0.0.0/0 (closed)"' },
])('trafficText() quotes $text', ({ text, shown }) => {
  expect(untied(trafficText(text))).toBe(shown);
});
