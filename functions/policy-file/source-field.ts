import * as z from 'zod';
import { accountId, groupId, prefixListId } from '../core/ids.ts';
import type { SourceWord } from '../core/policy.ts';
import { type Cidr, parseCidr } from '../core/traffic/cidr.ts';
import { field, integer, meanings, type Reading, unknownWord, wrongType } from './field.ts';
import { jsonSchema } from './json-schema.ts';
import { quoted } from './problem.ts';
import { ALWAYS, map, someKey } from './shape.ts';

const WORDS = ['anywhere', 'public', 'any'] as const;
const EXACT = ['pl-...', 'sg-...', 'a CIDR'];
const ALLOWED = [...WORDS, 'a CIDR', 'pl-...', 'sg-...', 'account:<12 digits>', 'wider-than: { ipv4, ipv6 }'];

/** A CIDR. `hostBits: 'drop'` takes the bits beyond the prefix away, as EC2 does. */
export function readCidr(text: string, hostBits: 'refuse' | 'drop'): Reading<Cidr> {
  const parsed = parseCidr(text);
  if (!parsed) {
    const whole = [128, 32].map((prefix) => parseCidr(`${text}/${prefix}`)).find((cidr) => cidr !== undefined);
    const advice = whole
      ? `has no prefix length; write ${whole.cidr}`
      : 'is no CIDR, such as 10.0.0.0/8 or 2001:db8::/32';
    return { code: 'bad-cidr', message: `${quoted(text)} ${advice}` };
  }
  if (parsed.hostBits && hostBits === 'refuse') {
    return { code: 'host-bits', message: `${text} has host bits; write ${parsed.cidr}` };
  }
  return { value: parsed.cidr };
}

/** Whether a text was meant as addresses, so that a message speaks of a CIDR and not of a word. */
export const looksLikeAddresses = (text: string): boolean => /[.:/]/.test(text) && /^[0-9a-f:.]+(\/|$)/i.test(text);

/** The fault of an id of the wrong shape. */
export const badId = (text: string, shape: string) => ({
  code: 'bad-id' as const,
  message: `${quoted(text)} is not ${shape}`,
});

export const GROUP_SHAPE = 'sg- and 8 or 17 digits from 0-9, a-f';
export const LIST_SHAPE = 'pl- and 8 or 17 digits from 0-9, a-f';

const widerThan = map({
  'wider-than': map({
    ipv4: integer(1, 32, 'IPv4 blocks with a shorter prefix length than this').optional(),
    ipv6: integer(1, 128, 'IPv6 blocks with a shorter prefix length than this').optional(),
  })
    .superRefine(someKey(['ipv4', 'ipv6']), ALWAYS)
    .meta({ minProperties: 1, description: 'CIDRs with a shorter prefix than that which hold a public address' }),
});

/** The words, for the editor. */
const WORDS_JSON = {
  type: 'string',
  ...meanings(WORDS, {
    anywhere:
      "The source covers at least half of the public addresses of its family, alone or with the group's other rules for " +
      'the same traffic; a prefix list counts with its entries. In only, and in exemptions, it is every address',
    public: 'The part of the source that is public addresses',
    any: 'Every source: addresses, prefix lists, groups, the group itself too',
  }),
};

const EXACT_JSON = [
  {
    type: 'string',
    pattern: '^[0-9a-fA-F.:]+/[0-9]{1,3}$',
    description: 'A CIDR: the part of the source that is in it',
  },
  {
    type: 'string',
    pattern: '^(sg|pl)-([0-9a-f]{8}|[0-9a-f]{17})$',
    description: 'A security group (sg-...) or a prefix list (pl-...)',
  },
];

const ACCOUNT_JSON = {
  type: 'string',
  pattern: '^account:[0-9]{12}$',
  description: 'Every security group of that account',
};

/** One entry of the `sources` of a `require`: a source as a rule has it, since a word would leave open which. */
export const exactSource = field({ anyOf: EXACT_JSON, description: 'A CIDR; pl-...; or sg-...' }, (value) =>
  typeof value === 'string' ? readExact(value, EXACT) : wrongType(`one of ${EXACT.join(', ')}`, value),
);

const text = field(
  {
    anyOf: [WORDS_JSON, ...EXACT_JSON, ACCOUNT_JSON],
    description: 'A word (anywhere, public, any), a CIDR, pl-..., sg-..., or account:<id>',
  },
  readSource,
);

/** One entry of `sources`. */
export const source = z
  .unknown()
  .meta({ anyOf: [jsonSchema(text), jsonSchema(widerThan)] })
  .transform((value, context): SourceWord => {
    const result =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? widerThan.safeParse(value)
        : text.safeParse(value);
    if (!result.success) {
      for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
      return z.NEVER;
    }
    const { data } = result;
    if ('kind' in data) return data;
    const { ipv4, ipv6 } = data['wider-than'];
    return { kind: 'wider-than', ...(ipv4 === undefined ? {} : { ipv4 }), ...(ipv6 === undefined ? {} : { ipv6 }) };
  });

function readSource(value: unknown): Reading<SourceWord> {
  if (typeof value !== 'string') return wrongType(`one of ${ALLOWED.join(', ')}`, value);
  const known = WORDS.find((name) => name === value);
  if (known !== undefined) return { value: { kind: known } };
  if (value.startsWith('account:')) {
    const id = accountId(value.slice('account:'.length));
    return id ? { value: { kind: 'account', id } } : badId(value, 'account: and 12 digits');
  }
  return readExact(value, ALLOWED);
}

/** Reads an address block or an id; `allowed` is what a message says may stand there. */
function readExact(value: string, allowed: readonly string[]): Reading<SourceWord> {
  if (value.startsWith('sg-')) {
    const id = groupId(value);
    return id ? { value: { kind: 'group', id } } : badId(value, GROUP_SHAPE);
  }
  if (value.startsWith('pl-')) {
    const id = prefixListId(value);
    return id ? { value: { kind: 'list', id } } : badId(value, LIST_SHAPE);
  }
  if (!looksLikeAddresses(value)) return unknownWord(value, allowed);
  const cidr = readCidr(value, 'refuse');
  return 'value' in cidr ? { value: { kind: 'cidr', cidr: cidr.value } } : cidr;
}
