import { afterEach, describe, expect, test } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { readRecord } from '../../functions/core/read-record.ts';
import { eventIdOf, logEntry } from '../../functions/respond/log-entry.ts';
import { rule } from '../core/arbitraries.ts';
import { authorizeRecord, envelope, type Json, ruleIdOf } from '../records/records.ts';
import { samples } from '../records/samples.ts';
import { ACCOUNT, createWorld, NO_SSH, type World } from '../respond/world.ts';

const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
const POISON = { polluted: true, id: 'sgr-polluted', errorCode: 'x', items: [], groupId: 'sg-00000000' };

/** The same JSON with keys in every object of it that JavaScript has a meaning for. */
function poisoned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(poisoned);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(poisoned(inner))}`,
  );
  const added = KEYS.map((key) => `${JSON.stringify(key)}:${JSON.stringify(POISON)}`);
  // Only JSON.parse makes a key of its own of `__proto__`.
  return JSON.parse(`{${[...added, ...members].join(',')}}`);
}

afterEach(() => {
  expect([Reflect.get({}, 'polluted'), Reflect.get([], 'polluted'), Reflect.get(() => {}, 'polluted')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

/** What a call added, in a world where it stands. */
function brought(description?: string): { world: World; detail: Json } {
  const world = createWorld({
    rules: [{ ...rule('tcp', [22, 22], '0.0.0.0/0', ruleIdOf(1)), ...(description && { description }) }],
  });
  const parts = { recipientAccountId: ACCOUNT };
  return { world, detail: authorizeRecord({ groupId: world.group, parts }) };
}

describe('keys that JavaScript has a meaning for', () => {
  test.for(Object.entries(samples()))('everywhere in %s change nothing of what it is read as', ([, sample]) => {
    const kindOf = (reading: ReturnType<typeof readRecord>) =>
      reading.kind === 'changes' ? reading.changes.map(({ group }) => group) : reading.kind;
    const plain = kindOf(readRecord(envelope(sample)));
    const nasty = readRecord(poisoned(envelope(sample)));
    expect(JSON.stringify(nasty)).not.toContain('polluted');
    // A permission with a key that nobody knows is not judged; the group it is about stays the same.
    expect(kindOf(nasty)).toEqual(plain);
  });

  test('as keys and values of the tags of a group, and of a policy, are tags like any other', async () => {
    for (const key of KEYS) {
      const tags = JSON.parse(`{${JSON.stringify(key)}:"x"}`) as Record<string, string>;
      const scope = JSON.parse(`{"tags":{${JSON.stringify(key)}:["x"]}}`) as Policy['scope'];
      const world = createWorld({ policies: [{ ...NO_SSH, scope }], rules: [] });
      const bare = createWorld({ policies: [{ ...NO_SSH, scope }], rules: [] });
      for (const [each, own] of [
        [world, tags],
        [bare, {}],
      ] as const) {
        each.account.plantGroup({
          id: each.group,
          tags: own,
          rules: [rule('tcp', [22, 22], '0.0.0.0/0', ruleIdOf(1))],
        });
        await each.responder.respond(authorizeRecord({ groupId: each.group, parts: { recipientAccountId: ACCOUNT } }));
      }
      expect([key, world.standing(), bare.standing()]).toEqual([key, [], ['tcp 22 from 0.0.0.0/0']]);
    }
  });
});

describe('JSON that is huge or deep', () => {
  const deep = (open: string, close: string) => JSON.parse(`${open.repeat(200)}1${close.repeat(200)}`) as unknown;
  const HUGE: Readonly<Record<string, unknown>> = {
    'a text of 1 MB': 'x'.repeat(1_000_000),
    'a list of 1 MB': Array.from({ length: 250_000 }, () => 'abc'),
    'lists 200 deep': deep('[', ']'),
    'objects 200 deep': deep('{"items":', '}'),
  };

  test.for(Object.entries(HUGE))('%s as the message is refused in few words', async ([, value]) => {
    const { responder } = createWorld();
    for (const message of [value, envelope(value)]) {
      const error = await responder.respond(message).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TypeError);
      expect((error as Error).message).toMatch(/^[ -~]{1,300}$/);
      expect(eventIdOf(message)).toBeUndefined();
    }
  });

  const parts = ['userIdentity', 'userAgent', 'sourceIPAddress', 'requestParameters', 'responseElements', 'tlsDetails'];
  const rows = Object.entries(HUGE).flatMap(([what, value]) => parts.map((part) => ({ what, part, value })));
  test.for(rows)('$what as $part of a record is told in a mail of bounded size', async ({ part, value }) => {
    const { world, detail } = brought();
    const [response] = await world.responder.respond({ ...detail, [part]: value });
    expect(world.responder.notices.length).toBe(1);
    for (const { subject, text, json } of world.responder.notices) {
      expect(subject.length).toBeLessThan(100);
      expect(text.length).toBeLessThan(20_000);
      expect(json.length).toBeLessThan(200_000);
    }
    expect(JSON.stringify(response && logEntry(response)).length).toBeLessThan(5_000);
    // What the record says of the caller is not what the rule is judged by.
    if (!['requestParameters', 'responseElements'].includes(part)) expect(world.standing()).toEqual([]);
  });

  test('a description of 1 MB on the live rule does not keep it from being removed and told', async () => {
    const { world, detail } = brought('d'.repeat(1_000_000));
    await world.responder.respond(detail);
    expect(world.standing()).toEqual([]);
    for (const { text, json } of world.responder.notices) {
      expect(text.length).toBeLessThan(20_000);
      expect(json.length).toBeLessThan(200_000);
    }
  });
});
