import { DeleteSecurityGroupCommand, ModifyManagedPrefixListCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { createLocalResponder } from '../../../cli/local-account/local-responder.ts';
import type { Exemption } from '../../../functions/core/exemption.ts';
import type { AccountId } from '../../../functions/core/ids.ts';
import type { Policy } from '../../../functions/core/policy.ts';
import { ruleText } from '../../../functions/core/rule.ts';
import type { Ledger } from '../../../functions/respond/ports.ts';
import { cidr, rule } from '../../core/arbitraries.ts';
import { exemption, from } from '../../core/exemptions.ts';
import { NO_SSH, type World } from '../../respond/world.ts';
import {
  AUDITING,
  alice,
  edit,
  FROZEN,
  live,
  NARROWING,
  OFFICE,
  OTHERS,
  openSsh,
  RESTORING,
  say,
  scene,
  take,
  texts,
  undo,
} from './scene.ts';

const excusing = (more: Partial<Exemption>): Policy => ({
  ...NO_SSH,
  exemptions: [exemption([from('tcp', [0, 1024], 'anywhere')], { policy: NO_SSH.id, ...more })],
});

test('undoReport() adds a removed rule again with its description and tags, as the caller', async () => {
  const made = await scene([NO_SSH], openSsh);
  const { world, reportId } = made;
  expect(texts(world)).toEqual([...OTHERS, 'tcp 8443 from 10.9.0.0/16']);
  const { exit, out, err, asked } = await undo(made);
  expect({ exit, err, asked }).toEqual({ exit: 0, err: '', asked: 1 });
  expect(live(world).at(-1)).toMatchObject({ from: 20, to: 24, description: 'debugging', tags: { owner: 'net' } });
  expect(world.account.records.at(-1)).toMatchObject({
    eventName: 'AuthorizeSecurityGroupIngress',
    userIdentity: world.alice.identity,
  });
  const eventId = reportId.split('/')[0];
  expect(
    out
      .replaceAll(reportId, '<id>')
      .replaceAll(eventId ?? '', '<event>')
      .replaceAll(world.group, '<group>'),
  ).toBe(
    `Report <id>
  AuthorizeSecurityGroupIngress by alice at 2026-11-23 12:00:04 UTC
  on web-1 (<group>), account 123456789012, region eu-west-1
To undo it:
  Add again: tcp 20-24 from 0.0.0.0/0, description "debugging", 1 tag
This is a change like any other, made by you, and Portcullis judges it
again. When it made this report, it enforced these policies. Unless an
exemption covers it, or the mode or the scope of each was changed since,
and that was deployed, it repairs this change again, seconds from now:
  no-ssh: P
Added again, and seen to be so: tcp 20-24 from 0.0.0.0/0
CloudTrail records these calls as yours, with
portcullis-undo/<event> in the user agent.
The report stays as it was; what Portcullis makes of these calls comes
as a report of its own.`,
  );
});

test.for<[string, Policy[], string]>([
  ['its policy', [NO_SSH], 'breaks policy no-ssh, and would be repaired again'],
  ['its policy, in audit mode', [AUDITING], 'breaks policy no-ssh, which only tells'],
  ['no policy', [], 'within policy'],
  ['an exemption', [excusing({})], 'exempt by exemption e (until 2026-12-01 00:00:00 UTC)'],
  [
    'an exemption that has ended',
    [excusing({ until: '2026-11-23T12:00:00Z' })],
    'breaks policy no-ssh, and would be repaired again',
  ],
  [
    'an exemption for some actor',
    [excusing({ actors: ['arn:aws:iam::123456789012:role/deploy'] })],
    'not certain: "who made the change would have to be known to tell whether exemption e excuses it"',
  ],
])('undoReport() says beforehand what the policies at hand make of it: %s', async ([, policies, words]) => {
  const made = await scene([NO_SSH], openSsh);
  const { out } = await undo(made, { yes: false, rehearsal: { dir: 'policies', policies } });
  expect(out.replace(/\s+/g, ' ')).toContain(
    `By the policies in policies, and the exemptions there, which are in force once they are deployed: tcp 20-24 from 0.0.0.0/0: ${words} Nothing was changed`,
  );
});

test('what is undone under an exemption stays', async () => {
  const made = await scene([NO_SSH], openSsh);
  const excused = createLocalResponder(made.world.account, made.world.clock, [excusing({})]);
  made.world.account.takeEvents();
  await undo(made);
  for (const event of made.world.account.takeEvents()) await excused.respond(event);
  expect(excused.emitted.map(({ verdict }) => verdict)).toEqual(['exempt']);
  expect(texts(made.world)).toContain('tcp 20-24 from 0.0.0.0/0');
});

test('undoReport() is no exemption: the policy in force removes the rule again', async () => {
  const made = await scene([NO_SSH], openSsh);
  const { world, ledger, reportId } = made;
  const before = await ledger.find(reportId);
  await say(world, () => undo(made));
  expect(texts(world)).toEqual([...OTHERS, 'tcp 8443 from 10.9.0.0/16']);
  expect(world.responder.notices).toHaveLength(2);
  expect(await ledger.find(reportId)).toEqual(before);
});

test('undoReport() adds a narrowed rule again and leaves what took its place', async () => {
  const made = await scene([NARROWING], openSsh);
  const { exit, out } = await undo(made);
  expect(exit).toBe(0);
  expect(out).toMatch(/What took its place stays:\s+tcp 20-21 from 0\.0\.0\.0\/0,\s+tcp 23-24 from 0\.0\.0\.0\/0/);
  expect(texts(made.world).slice(-3)).toEqual([
    'tcp 20-21 from 0.0.0.0/0',
    'tcp 23-24 from 0.0.0.0/0',
    'tcp 20-24 from 0.0.0.0/0',
  ]);
});

test('undoReport() changes a restored rule again, under its id', async () => {
  const made = await scene([RESTORING], (world) => edit(world, '0.0.0.0/0'));
  expect(live(made.world)).toContainEqual(expect.objectContaining({ id: OFFICE.id, source: OFFICE.source }));
  expect((await undo(made)).exit).toBe(0);
  expect(live(made.world).find(({ id }) => id === OFFICE.id)).toMatchObject({
    source: { cidr: '0.0.0.0/0' },
    description: 'for now',
  });
});

test('undoReport() removes a rule again that was put back', async () => {
  const made = await scene([FROZEN], (world) => take(world, OFFICE.id));
  expect(texts(made.world)).toContain(ruleText(OFFICE));
  const { exit, out } = await undo(made);
  expect(exit).toBe(0);
  expect(out).toContain('Removed again, and seen to be so: tcp 22 from 10.0.0.0/8');
  expect(texts(made.world)).not.toContain(ruleText(OFFICE));
});

test('undoReport() leaves a restored prefix list and says so', async () => {
  const made = await scene([RESTORING], async ({ account, group, alice: who }) => {
    const list = account.plantList({ cidrs: [cidr('10.0.0.0/8')], maxEntries: 5 });
    account.plantGroup({ id: group, rules: [rule('tcp', [22, 22], list, 'sgr-0000000000000000d')] });
    const AddEntries = [{ Cidr: '0.0.0.0/0' }];
    const open = new ModifyManagedPrefixListCommand({ PrefixListId: list, CurrentVersion: 1, AddEntries });
    await account.ec2(who).send(open);
  });
  const calls = made.world.account.records.length;
  const { exit, out, asked } = await undo(made);
  expect({ exit, asked }).toEqual({ exit: 1, asked: 0 });
  expect(out.replace(/\s+/g, ' ')).toMatch(/Left as it is: tcp 22 from pl-\w+\. Reason: "prefix list pl-\w+ was given/);
  expect(made.world.account.records).toHaveLength(calls);
});

test.for<{
  name: string;
  policies?: Policy[];
  change?: (world: World) => Promise<unknown>;
  later?: (world: World) => Promise<unknown>;
  by?: { yes?: boolean; id?: string; denied?: string[]; account?: AccountId };
  exit: number;
  says: RegExp;
  changes?: boolean;
}>([
  {
    name: 'the caller says no',
    by: { yes: false },
    exit: 1,
    says: /Nothing was changed$/,
  },
  {
    name: 'the rule stands again',
    later: openSsh,
    exit: 0,
    says: /Nothing to do: tcp 20-24 from 0\.0\.0\.0\/0 stands already/,
  },
  {
    name: 'somebody has edited the rule since',
    policies: [RESTORING],
    change: (world) => edit(world, '0.0.0.0/0'),
    later: (world) => edit(world, '10.7.0.0/16'),
    exit: 1,
    says: /the rule was edited\s+since, and reads tcp 22 from 10\.7\.0\.0\/16/,
  },
  {
    name: 'the caller may not add rules',
    by: { denied: ['AuthorizeSecurityGroupIngress'] },
    exit: 1,
    says: /NOT added again: tcp 20-24 from 0\.0\.0\.0\/0\. Reason: "EC2 refused .*UnauthorizedOperation/,
  },
  {
    name: 'the caller may not read the group',
    by: { denied: ['DescribeSecurityGroupRules'] },
    exit: 1,
    says: /The group could not be read: /,
  },
  {
    name: 'the group is gone',
    later: (world) => alice(world).send(new DeleteSecurityGroupCommand({ GroupId: world.group })),
    exit: 1,
    says: /There is no group sg-\w+ here: it is gone, or these are not credentials of account 123456789012/,
  },
  {
    name: 'the report is of another account',
    by: { account: '999999999999' as AccountId },
    exit: 1,
    says: /The group belongs to account 123456789012, and the report is of 999999999999/,
  },
  {
    name: 'there is no such report',
    by: { id: 'none/none' },
    exit: 2,
    says: /^The ledger has no report "none\/none"$/,
  },
  {
    name: 'nothing was repaired',
    policies: [AUDITING],
    exit: 0,
    says: /Portcullis changed nothing, so there is nothing to put back/,
  },
])(
  'undoReport() changes nothing when $name',
  async ({ policies = [NO_SSH], change = openSsh, later, by, exit, says }) => {
    const made = await scene(policies, change);
    await later?.(made.world);
    const before = live(made.world);
    const { exit: code, out, err } = await undo(made, by);
    expect(code).toBe(exit);
    expect(`${out}\n${err}`.trim()).toMatch(says);
    expect(live(made.world)).toEqual(before);
  },
);

test('undoReport() waits for a report that is still open', async () => {
  const made = await scene([NO_SSH], openSsh);
  const find: Ledger['find'] = async (id) => {
    const entry = await made.ledger.find(id);
    return entry && { ...entry, state: 'open' };
  };
  const { exit, err } = await undo({ ...made, ledger: { ...made.ledger, find } });
  expect({ exit, err }).toEqual({ exit: 1, err: expect.stringContaining('still at work on this report') });
});
