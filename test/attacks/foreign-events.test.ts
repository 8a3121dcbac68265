import { expect, test } from 'vitest';
import type { Rule } from '../../functions/core/rule.ts';
import type { Ports } from '../../functions/respond/ports.ts';
import { respond, type Settings } from '../../functions/respond/respond.ts';
import { rule } from '../core/arbitraries.ts';
import { authorizeRecord, envelope, type Json } from '../records/records.ts';
import { LIST, listRecord } from '../records/samples.ts';
import { ACCOUNT, createWorld, NO_SSH, type World } from '../respond/world.ts';

const BAD = rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-0000000000000000b');
const OTHER = '999999999999';

const SETTINGS: Settings = {
  policies: [NO_SSH],
  home: { account: ACCOUNT, region: 'eu-west-1' },
  leaseFor: 60_000,
};

type Attacked = { readonly world: World; readonly deliver: (message: unknown) => Promise<unknown> };

/** A world with some rules, and a responder that guards its account and its region alone. */
function attacked(...rules: Rule[]): Attacked {
  let own: Ports | undefined;
  const world = createWorld({
    rules,
    change: (ports) => {
      own = ports;
      return ports;
    },
  });
  return { world, deliver: async (message) => own && respond(message, own, SETTINGS) };
}

/** The record that brought the bad rule, true in every word. */
const detailOf = ({ group }: World): Json =>
  authorizeRecord({ groupId: group, ruleIds: [`${BAD.id}`], parts: { recipientAccountId: ACCOUNT } });

const FORGED: readonly [name: string, message: (detail: Json) => Json, reason: RegExp][] = [
  [
    'an event under a source that anybody may use',
    (detail) => envelope(detail, { account: ACCOUNT, source: 'custom.app' }),
    /source: "custom\.app" is not "aws\.ec2"/,
  ],
  [
    'an event whose envelope comes from another account than its record',
    (detail) => envelope(detail, { account: OTHER }),
    /came from 999999999999, its record from 123456789012/,
  ],
  [
    'an event of a foreign account, envelope and all',
    (detail) => envelope({ ...detail, recipientAccountId: OTHER }, { account: OTHER }),
    /is of account 999999999999, region eu-west-1; Portcullis guards account 123456789012/,
  ],
  [
    'a bare message of an account that nobody knows',
    (detail) => ({ ...detail, recipientAccountId: OTHER }),
    /is of account 999999999999/,
  ],
  [
    'an event that names another region',
    (detail) => envelope({ ...detail, awsRegion: 'us-east-1' }, { account: ACCOUNT, region: 'us-east-1' }),
    /region us-east-1; Portcullis guards account 123456789012, region eu-west-1/,
  ],
];

test.for(FORGED)('%s removes nothing, and is told as not judged', async ([, message, reason]) => {
  const { world, deliver } = attacked(BAD);
  await deliver(message(detailOf(world)));
  expect(world.standing()).toEqual(['tcp 22 from 0.0.0.0/0']);
  expect(world.responder.emitted).toMatchObject([
    { verdict: 'undetermined', rules: [], unclear: expect.stringMatching(reason) },
  ]);
  expect(world.responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(['undetermined']);
});

test('the same record from its own place does remove it, so that the rows above show something', async () => {
  const { world, deliver } = attacked(BAD);
  await deliver(envelope(detailOf(world), { account: ACCOUNT }));
  expect(world.standing()).toEqual([]);
});

test('a prefix list that was changed in another account concerns no group of this one', async () => {
  const { world, deliver } = attacked(rule('tcp', [22, 22], LIST, 'sgr-0000000000000000b'));
  await deliver(listRecord('ModifyManagedPrefixList', {}, { recipientAccountId: OTHER }));
  expect(world.standing()).toHaveLength(1);
  expect(world.responder.emitted).toMatchObject([{ group: {}, unclear: expect.stringContaining(OTHER) }]);
});
