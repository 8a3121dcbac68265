import * as z from 'zod';
import { globsMeet } from '../core/judge/glob.ts';
import type { Scope, Unless } from '../core/policy.ts';
import { actorPattern } from './actor-field.ts';
import { field, type JsonSchema, type Reading, readText, wrongType } from './field.ts';
import { quoted } from './problem.ts';
import { ALWAYS, addFault, map, oneOrMany, someKey } from './shape.ts';
import { GROUP_SHAPE } from './source-field.ts';

/** A kind of name. `forms` are the patterns one of which every such name matches. */
type Kind = {
  readonly shape: RegExp;
  readonly characters: RegExp;
  readonly forms: readonly string[];
  readonly words: string;
};

/** The forms of an id with 8 or 17 digits. */
const idForms = (prefix: string) => [8, 17].map((digits) => prefix + '?'.repeat(digits));

/** A pattern of one kind of name: whole when it has no `*` or `?`; when it has, some such name must match it. */
function pattern(what: Kind, json: JsonSchema = { type: 'string' }) {
  const description = `${what.words.slice(0, 1).toUpperCase()}${what.words.slice(1)}, or a pattern with * and ?`;
  return field({ description, ...json }, (value): Reading<string> => {
    const text = typeof value === 'number' && value >= 0 ? String(value) : value;
    if (typeof text !== 'string') return wrongType(`${what.words}, or a pattern with * and ?`, value);
    const fits = /[*?]/.test(text)
      ? what.characters.test(text) && what.forms.some((form) => globsMeet(text, form))
      : what.shape.test(text);
    if (fits) return { value: text };
    return { code: 'bad-id', message: `${quoted(text)} is not ${what.words}, nor a pattern of it with * and ?` };
  });
}

const account = pattern(
  { shape: /^\d{12}$/, characters: /^[\d*?]{1,40}$/, forms: ['?'.repeat(12)], words: 'a 12-digit account number' },
  { type: ['string', 'integer'] },
);
const region = pattern({
  shape: /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
  characters: /^[a-z\d*?-]{1,40}$/,
  forms: ['??-*-?', '??-*-??', '???-*-?', '???-*-??', '????-*-?', '????-*-??'],
  words: 'a region, such as eu-west-1',
});
const vpc = pattern(
  {
    shape: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
    characters: /^[vpc\d*?a-f-]{1,40}$/,
    forms: idForms('vpc-'),
    words: 'vpc- and 8 or 17 digits from 0-9, a-f',
  },
  { type: 'string', description: 'The id of a VPC, or a pattern with * and ?' },
);

const GROUP_JSON = { type: 'string', description: "A group's id or name, or a pattern with * and ?" };

const group = field(GROUP_JSON, (value): Reading<string> => {
  const name = readText(value, 255);
  if (
    !('value' in name) ||
    !name.value.startsWith('sg-') ||
    (/^sg-[0-9a-f*?]*$/.test(name.value) && idForms('sg-').some((form) => globsMeet(name.value, form)))
  )
    return name;
  // EC2 lets no group name start with sg-, so this would match nothing.
  return { code: 'bad-id', message: `${quoted(value)} is not ${GROUP_SHAPE}, and no group's name starts with sg-` };
});

const TAG_JSON = { type: ['string', 'number', 'boolean'], description: 'A value of the tag' };

/** A tag's value; YAML's plain numbers and booleans are taken as the texts that they are in EC2. */
export const tagValue = field(TAG_JSON, (value): Reading<string> => {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (text === '') return { value: '' };
  return readText(text, 256);
});

/** Adds the faults of tag keys to a zod check's findings. */
export function checkTagKeys(tags: unknown, context: z.core.$RefinementCtx<unknown>): void {
  if (typeof tags !== 'object' || tags === null) return;
  for (const key of Object.keys(tags)) {
    const reading = readText(key, 128);
    if (!('value' in reading)) addFault(context, reading.code, `Tag key ${quoted(key)}: ${reading.message}`, [key]);
  }
}

/** What a group may be told by. */
export const PLACES = {
  accounts: oneOrMany(account).describe('Account numbers').optional(),
  regions: oneOrMany(region).describe('Regions').optional(),
  vpcs: oneOrMany(vpc).describe('VPC ids').optional(),
  groups: oneOrMany(group).describe('Group ids or names').optional(),
  tags: z
    .record(z.string(), oneOrMany(tagValue))
    .superRefine((tags, context) => {
      checkTagKeys(tags, context);
      if (typeof tags === 'object' && tags !== null && Object.keys(tags).length === 0) {
        addFault(context, 'bad-count', 'At least one tag is needed');
      }
    }, ALWAYS)
    .describe("The group's tags: each key with the value, or list of values, that it must have")
    .optional(),
};

const EXCEPTIONS = {
  ...PLACES,
  actors: oneOrMany(actorPattern)
    .describe('Who made the change: ARNs of users, or of the roles behind sessions, with their paths')
    .optional(),
};

const unless = map(EXCEPTIONS)
  .superRefine(someKey(Object.keys(EXCEPTIONS)), ALWAYS)
  .describe('What all of this holds for is left out: groups, and changes by these actors');

/** Which groups a policy covers. */
export const scope = map({ ...PLACES, unless: unless.optional() })
  .describe('Which groups are covered: all that is given must hold; * and ? stand for any text and any character')
  .transform(({ unless, ...places }): Scope => ({ ...given(places), ...(unless && { unless: given(unless) }) }));

/** A map without the keys that were left out, which zod types as undefined. */
function given(places: { [key in keyof Unless]: Unless[key] | undefined }): Unless {
  return Object.fromEntries(Object.entries(places).filter(([, value]) => value !== undefined));
}
