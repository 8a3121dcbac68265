import type { Span } from '../core/policy.ts';
import { ALL_PROTOCOLS, PROTOCOL_NAMES } from '../core/rule.ts';
import { field, type Reading, readInteger, unknownWord, wrongType } from './field.ts';
import { quoted } from './problem.ts';
import { ALWAYS, map, oneOrMany, someKey } from './shape.ts';

const WORDS = ['tcp', 'udp', 'icmp', 'icmpv6', 'all'];
/** What the words mean, for the editor. */
const MEANINGS = ['Protocol 6', 'Protocol 17', 'Protocol 1', 'Protocol 58', 'Every protocol; with ports, TCP and UDP'];
const LAST_PORT = 65535;
/** A number up to 255, plain or in quotes, for the editor: it shows one branch better than two. */
const BYTE_JSON = { type: ['integer', 'string'], minimum: 0, maximum: 255, pattern: '^(0|[1-9][0-9]{0,2})$' };

/** `tcp`, `udp`, `icmp`, `icmpv6`, `all` or an IANA number; read as the number that `Rule.protocol` has. */
export const protocol = field(
  {
    anyOf: [{ enum: WORDS, enumDescriptions: MEANINGS }, BYTE_JSON],
    description: 'tcp, udp, icmp, icmpv6, an IANA protocol number, or all for every protocol',
  },
  (value): Reading<number> => {
    if (value === 'all') return { value: ALL_PROTOCOLS };
    if (value === ALL_PROTOCOLS || value === '-1')
      return { code: 'bad-number', message: '-1 is below 0; write all for every protocol' };
    const named = Object.entries(PROTOCOL_NAMES).find(([, name]) => name === value);
    if (named) return { value: Number(named[0]) };
    if (typeof value === 'number' || (typeof value === 'string' && /^\d/.test(value)))
      return readInteger(unquoted(value), 0, 255);
    if (typeof value === 'object') return wrongType(`one of ${WORDS.join(', ')} or a number`, value);
    return unknownWord(value, [...WORDS, 'a number from 0 to 255']);
  },
);

/** A port, or a range of ports as the text `from-to`. */
function readPorts(value: unknown): Reading<Span> {
  if (typeof value === 'string' && value.includes('-', 1)) return readRange(value);
  if (value === 'all') {
    return { code: 'unknown-word', message: 'Leave ports out for all ports; a number or "from-to" is allowed' };
  }
  const port = readInteger(unquoted(value), 0, LAST_PORT);
  return 'value' in port ? { value: [port.value, port.value] } : port;
}

const PORTS_JSON = {
  type: ['integer', 'string'],
  minimum: 0,
  maximum: LAST_PORT,
  pattern: '^[0-9]{1,5}(-[0-9]{1,5})?$',
  description: 'A port, or a range of ports as "from-to", both included',
};

/** The ports of a statement: one entry or a list. */
export const ports = oneOrMany(field(PORTS_JSON, readPorts));

/** The ports of a case's rule: one port, one range, or all; `all` is read as undefined. */
export const rulePorts = field(
  {
    anyOf: [PORTS_JSON, { const: 'all', description: 'Every port' }],
    description: 'A port, a range "from-to", or all',
  },
  (value): Reading<Span | undefined> => (value === 'all' ? { value: undefined } : readPorts(value)),
);

const icmpNumber = (what: string) =>
  field(
    {
      anyOf: [BYTE_JSON, { const: 'any' }],
      description: `The ICMP ${what}, or any`,
    },
    (value): Reading<number | 'any'> => {
      if (value === 'any') return { value: 'any' };
      if (value === -1 || value === '-1') return { code: 'bad-number', message: '-1 is below 0; write any for all' };
      if (typeof value === 'string' && !/^[-+.\d]/.test(value))
        return unknownWord(value, ['any', 'a number from 0 to 255']);
      return readInteger(unquoted(value), 0, 255);
    },
  );

/** `{ type, code }` of ICMP or ICMPv6; what is left out is any. */
export const icmp = map({ type: icmpNumber('type').optional(), code: icmpNumber('code').optional() })
  .superRefine(someKey(['type', 'code']), ALWAYS)
  .meta({ description: 'ICMP type and code, each a number or any; what is left out is any', minProperties: 1 });

function readRange(range: string): Reading<Span> {
  const [from, to] = /^(\d{1,9})-(\d{1,9})$/.exec(range)?.slice(1) ?? [];
  if (from === undefined || to === undefined) {
    return { code: 'bad-range', message: `${quoted(range)} is no range; write "from-to", such as "20-25"` };
  }
  for (const end of [from, to]) {
    const port = readInteger(plain(end), 0, LAST_PORT);
    if (!('value' in port)) return port;
  }
  const span: Span = [Number(from), Number(to)];
  if (span[0] <= span[1]) return { value: span };
  return { code: 'bad-range', message: `${quoted(range)} runs backwards; write "${span[1]}-${span[0]}"` };
}

/** A number that is given in quotes, as the number it is. */
const unquoted = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? plain(value) : value;

/** A text of digits as the number it is, unless a leading zero makes it doubtful. */
const plain = (digits: string): number | string => (/^0\d/.test(digits) ? digits : Number(digits));
