import { DEFAULT_GUARDRAILS, type Guardrails } from '../core/guardrails.ts';
import { integer } from './field.ts';
import { PLACES } from './scope-schema.ts';
import { ALWAYS, map, someKey } from './shape.ts';

/** The ledger keeps the reports that were counted in an hour in one item, so their number must have an end. */
const MOST_REPAIRS = 500;

const protectedGroups = map({
  groups: PLACES.groups,
  tags: PLACES.tags.describe('Tags of groups: each key with the value, or list of values, that protects'),
})
  .superRefine(someKey(['groups', 'tags']), ALWAYS)
  .describe(
    'Groups that are never touched and always told: by id or name, or by tag (a key with the value, or list of values, that ' +
      'protects); any one that holds protects. None when left out',
  );

const { repairsAnHour, breaker, exemptionDays, mails } = DEFAULT_GUARDRAILS;

const breakerKeys = map({
  repairs: integer(
    1,
    100,
    `How often a rule of one group is repaired within the window before it is held. ${breaker.repairs} when left out`,
  ).optional(),
  within: integer(1, 1440, `The window, in minutes; a hold lasts as long. ${breaker.within} when left out`).optional(),
}).describe('Against fights over a rule with whoever keeps putting it back');

/** The message that brings a digest waits on a queue until its window ends, and SQS lets none wait for more than 15 minutes. */
const LONGEST_WINDOW = 10;

const mailKeys = map({
  'at-once': integer(
    1,
    100,
    'How many changes of one kind (severity, and whether a person must act) have a mail of their own within the window; the ' +
      `others come in one digest when it ends. ${mails.atOnce} when left out`,
  ).optional(),
  within: integer(
    1,
    LONGEST_WINDOW,
    `The window, in minutes of the clock: no digest comes later. ${mails.within} when left out`,
  ).optional(),
}).describe('When a burst of changes is told as a digest');

/** A guardrails file, from plain values to compiled guardrails. */
export const guardrailsSchema = map({
  protected: protectedGroups.optional(),
  'repairs-an-hour': integer(
    1,
    MOST_REPAIRS,
    'The most repairs in one hour of the clock, for each account and region; beyond that they are held and told. All that is ' +
      `done for one change of one group is one repair. ${repairsAnHour} when left out`,
  ).optional(),
  breaker: breakerKeys.optional(),
  'exemption-days': integer(
    1,
    exemptionDays,
    `The most days from the beginning of an exemption to its end. ${exemptionDays} when left out`,
  ).optional(),
  mails: mailKeys.optional(),
})
  .meta({ title: 'The guardrails of Portcullis' })
  .transform(
    (keys): Guardrails => ({
      protected: { groups: keys.protected?.groups ?? [], tags: keys.protected?.tags ?? {} },
      repairsAnHour: keys['repairs-an-hour'] ?? repairsAnHour,
      breaker: { repairs: keys.breaker?.repairs ?? breaker.repairs, within: keys.breaker?.within ?? breaker.within },
      exemptionDays: keys['exemption-days'] ?? exemptionDays,
      mails: { atOnce: keys.mails?.['at-once'] ?? mails.atOnce, within: keys.mails?.within ?? mails.within },
    }),
  );
