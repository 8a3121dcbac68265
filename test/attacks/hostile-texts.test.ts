import { expect, test } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { eventIdOf, logEntry } from '../../functions/respond/log-entry.ts';
import { rule } from '../core/arbitraries.ts';
import { assumedRole, authorizeRecord, type Json, ruleIdOf, sourceGroupRecord } from '../records/records.ts';
import { tagsRecord } from '../records/samples.ts';
import { ACCOUNT, createWorld, NO_SSH, type World } from '../respond/world.ts';

const TEXTS = {
  'a forged section': '\r\nREPORT\r\n  Id: forged\r\n\r\nWHAT WAS DONE\r\n  Nothing',
  'a forged log line': '\n{"level":"INFO","message":"Record handled","outcome":"none"}',
  'bidi marks': '\u202egnp.exe\u202c \u2066x\u2069 \u200f',
  'escapes of a terminal': '\u001b[2J\u001b[1;31mgone\u0007\u0000\u009b31m',
  'line separators': 'a\u2028WHEN\u2029WHEN\u0085WHEN',
  'letters that pass for others and tags that nobody sees': '\u0430\u0501min \u{e0041}\u{e007f}\ufeff\u200b \ud800',
  'quotes and markup': `"'\`<script>\\"}]\${jndi:ldap://x} %s $(id) ; aws ec2 delete-vpc`,
} as const;

const SSH = rule('tcp', [22, 22], '0.0.0.0/0', ruleIdOf(1));
const permissions = [{ protocol: 'tcp', from: 22, to: 22, ipv4: ['0.0.0.0/0'] }];
const added = ({ group }: World, parts: Json = {}): Json =>
  authorizeRecord({ groupId: group, permissions, parts: { recipientAccountId: ACCOUNT, ...parts } });
/** A world in which the bad rule stands; a group of its own name and tags is planted where they are given. */
function world(
  planted: { name?: string; tags?: Record<string, string>; description?: string } = {},
  policies = [NO_SSH],
) {
  const made = createWorld({ policies, rules: [] });
  const { description, ...group } = planted;
  const id = made.account.plantGroup({
    ...group,
    rules: [{ ...SSH, ...(description !== undefined && { description }) }],
  });
  return { ...made, group: id };
}
const scoped = (key: string, value: string): Policy => ({ ...NO_SSH, scope: { tags: { [key]: [value] } } });

/** Where a text of a record, or of what it speaks of, can come from; each gives the world and the message. */
const PLACES: Readonly<Record<string, (text: string) => readonly [World, Json]>> = {
  'the name of the group': (text) => {
    const made = world({ name: `x${text}` });
    return [made, added(made)];
  },
  'a tag of the group': (text) => {
    const made = world({ tags: { [text]: text } });
    return [made, added(made)];
  },
  'the description of the rule': (text) => {
    const made = world({ description: text });
    return [made, added(made)];
  },
  'the user agent': (text) => {
    const made = world();
    return [made, added(made, { userAgent: text })];
  },
  'the address': (text) => {
    const made = world();
    return [made, added(made, { sourceIPAddress: text })];
  },
  'the session': (text) => {
    const made = world();
    return [made, added(made, { userIdentity: assumedRole('deploy', text) })];
  },
  'the role': (text) => {
    const made = world();
    return [made, added(made, { userIdentity: assumedRole(`team/${text}`, 'anna') })];
  },
  'every text of the identity': (text) => {
    const made = world();
    const identity = { type: text, principalId: text, arn: text, accountId: text, userName: text, invokedBy: text };
    return [made, added(made, { userIdentity: identity })];
  },
  'the group that the record names': (text) => {
    const made = world();
    return [
      made,
      authorizeRecord({ groupId: null, groupName: text, response: 'old', parts: { recipientAccountId: ACCOUNT } }),
    ];
  },
  'the group that is let in': (text) => {
    const made = world({}, [{ ...NO_SSH, ban: { kind: 'freeze' } }]);
    const options = { groupId: made.group, parts: { recipientAccountId: ACCOUNT } };
    return [made, sourceGroupRecord(text, text, options)];
  },
  'a protocol that nobody knows': (text) => {
    const made = world();
    const request = { groupId: made.group, permissions: [{ protocol: text, ipv4: [text] }], response: 'old' as const };
    return [made, authorizeRecord({ ...request, parts: { recipientAccountId: ACCOUNT } })];
  },
  'a tag that is put on': (text) => {
    const made = world({ tags: { [text]: text } }, [scoped(text, text)]);
    return [
      made,
      tagsRecord('CreateTags', [made.group], [{ key: text, value: text }], { recipientAccountId: ACCOUNT }),
    ];
  },
  'a tag that is taken off': (text) => {
    const made = world({}, [scoped(text, text)]);
    return [
      made,
      tagsRecord('DeleteTags', [made.group], [{ key: text, value: text }], { recipientAccountId: ACCOUNT }),
    ];
  },
  'the error of a call that failed': (text) => {
    const made = world();
    return [made, added(made, { errorCode: text, errorMessage: text })];
  },
};

const stringsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...stringsOf(inner)])
      : [];
const marginOf = (text: string) => text.split('\n').filter((line) => /^[A-Z][A-Z ]+$/.test(line));

const rows = Object.entries(PLACES).flatMap(([place, attack]) =>
  Object.entries(TEXTS).map(([what, text]) => ({ place, what, text, attack })),
);
test.for(rows)(
  '$what in $place come out clean in mail, subject, JSON, attributes and log',
  async ({ text, attack }) => {
    const [{ responder }, message] = attack(text);
    const responses = await responder.respond(message);
    for (const entry of responses.map(logEntry)) {
      for (const each of stringsOf(entry)) expect(each).toMatch(/^[ -~]*$/);
    }
    for (const notice of responder.notices) {
      expect(notice.subject).toMatch(/^[ -~]{1,99}$/);
      expect(notice.text).toMatch(/^[\n -~]*$/);
      expect(notice.json).toMatch(/^[ -~]*$/);
      for (const each of stringsOf(notice.attributes)) expect(each).toMatch(/^[ -~]{1,100}$/);
      // No heading twice, and no command but those that Portcullis has.
      expect(marginOf(notice.text)).toEqual([...new Set(marginOf(notice.text))]);
      expect(notice.text).not.toMatch(/^\s+aws ec2 delete-vpc/m);
    }
  },
);

test('the attacks above reach the mail: each place but a failed call is told with a plain text', async () => {
  for (const [place, attack] of Object.entries(PLACES)) {
    const [{ responder }, message] = attack('plain');
    await responder.respond(message);
    expect([place, responder.notices.length]).toEqual([place, place === 'the error of a call that failed' ? 0 : 1]);
  }
});

test.for(Object.values(TEXTS))('the event id of what could not be handled is logged clean: %j', (text) => {
  expect(eventIdOf({ detail: { eventID: text } })).toMatch(/^[ -~]{1,128}$/);
  expect(eventIdOf({ eventID: text })).toMatch(/^[ -~]{1,128}$/);
});
