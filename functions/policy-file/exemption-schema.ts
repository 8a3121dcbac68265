import * as z from 'zod';
import type { Exemption } from '../core/exemption.ts';
import type { SourceWord, Statement } from '../core/policy.ts';
import { actorPattern } from './actor-field.ts';
import { name, text } from './field.ts';
import { jsonSchema } from './json-schema.ts';
import { quoted } from './problem.ts';
import { PLACES } from './scope-schema.ts';
import { ALWAYS, addFault, has, map, oneOrMany, someKey } from './shape.ts';
import { statement } from './statement-schema.ts';
import { endOf, type Moment, moment } from './utc-field.ts';

/** An exemption, and its dates as they were written. */
export type WrittenExemption = { readonly exemption: Exemption; readonly from: Moment; readonly until: Moment };

const groups = PLACES.groups.unwrap().superRefine(checkPatterns, ALWAYS);

const groupKeys = map({
  id: groups.describe('Group ids').optional(),
  name: groups.describe('Group names; * and ? allowed').optional(),
  tags: PLACES.tags,
})
  .superRefine(someKey(['id', 'name', 'tags']), ALWAYS)
  .superRefine(checkOneWay, ALWAYS);

/** Ids or names of groups, alone or in a list; or a map that also says tags. */
const group = z
  .unknown()
  .meta({
    anyOf: [jsonSchema(groups), jsonSchema(groupKeys)],
    description:
      'The groups that it is for: ids or names (* and ? allowed), or { id, name, tags } of which all that is given must hold',
  })
  .transform((value, context): Exemption['group'] => {
    const keyed = typeof value === 'object' && value !== null && !Array.isArray(value);
    const result = keyed ? groupKeys.safeParse(value) : groups.safeParse(value);
    if (!result.success) {
      for (const issue of result.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
      return z.NEVER;
    }
    if (Array.isArray(result.data)) return { groups: result.data };
    const { id, name, tags } = result.data;
    const named = id ?? name;
    return { ...(named && { groups: named }), ...(tags && { tags }) };
  });

const keys = map({
  id: name("The exemption's name, by which mails and reports call it"),
  policy: name('The id of the policy that it excuses from'),
  group,
  traffic: oneOrMany(statement.superRefine(checkWords, ALWAYS)).describe(
    'The traffic that it excuses, as in deny or only: exactly what is named, whatever rule lets it in',
  ),
  actor: oneOrMany(actorPattern)
    .describe('Only what these users or roles did is excused; whoever did it when left out')
    .optional(),
  owner: text(100, 'Who answers for it, and is asked before it ends'),
  reason: text(300, 'Why it is needed'),
  ticket: text(200, 'Where it was agreed on'),
  from: moment('The first day (2026-12-01, in UTC) or instant (2026-12-01T18:00:00Z) on which it counts'),
  until: moment(
    'The last day (2026-12-31, in UTC, that day included), or the instant (2026-12-31T18:00:00Z) at which it ends; at most a year after from',
  ),
});

/** An `exemptions.yaml`, from plain values to exemptions with their dates as written. */
export const exemptionsSchema = z
  .array(
    keys.transform(
      ({ actor, traffic, from, until, ...given }): WrittenExemption => ({
        exemption: {
          ...given,
          traffic: traffic as Statement[],
          ...(actor && { actors: actor }),
          from: from.at,
          until: endOf(until),
        },
        from,
        until,
      }),
    ),
  )
  .max(2000)
  .meta({ title: 'Exemptions from Portcullis policies: owned, reasoned and with an end' });

function checkPatterns(value: unknown, context: z.core.$RefinementCtx<unknown>): void {
  if (!Array.isArray(value)) return;
  for (const [index, pattern] of value.entries()) {
    if (typeof pattern !== 'string' || !/^(sg-)?[*?]+$/.test(pattern)) continue;
    const message = `"${pattern}" names every group; name the groups that are meant, or change the policy`;
    addFault(context, 'exemption-broad', message, [index]);
  }
}

function checkOneWay(value: unknown, context: z.core.$RefinementCtx<unknown>): void {
  if (typeof value !== 'object' || value === null) return;
  const given = value as { readonly id?: unknown; readonly name?: unknown };
  for (const key of ['id', 'name'] as const) {
    const texts: unknown[] = Array.isArray(given[key]) ? given[key] : [];
    for (const [index, text] of texts.entries()) {
      if (typeof text !== 'string' || text.startsWith('sg-') === (key === 'id')) continue;
      const message = `${quoted(text)} is ${key === 'id' ? 'no id; write name' : 'an id; write id'}`;
      addFault(context, 'conflict', message, [key, index]);
    }
  }
  if (has(value, 'id') && has(value, 'name'))
    addFault(context, 'conflict', 'An id says which group it is already; id is given too', ['name']);
}

function checkWords(value: unknown, context: z.core.$RefinementCtx<unknown>): void {
  const sources: unknown = has(value, 'sources') ? (value as { sources: unknown }).sources : undefined;
  if (!Array.isArray(sources)) return;
  for (const [index, source] of (sources as SourceWord[]).entries()) {
    if (source?.kind !== 'wider-than') continue;
    const message = 'wider-than names what is too wide, so it cannot say what is excused; name CIDRs instead';
    addFault(context, 'conflict', message, ['sources', index]);
  }
}
