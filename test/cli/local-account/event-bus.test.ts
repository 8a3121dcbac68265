import { describe, expect, test } from 'vitest';
import { type BusEvent, createEventBus } from '../../../cli/local-account/event-bus.ts';

const event = (id: string, detail: unknown = {}): BusEvent => ({
  version: '0',
  id,
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  account: '123456789012',
  time: '2026-01-02T03:04:05Z',
  region: 'eu-west-1',
  resources: [],
  detail,
});

/** A bus, and the ids that a subscriber to everything has seen. */
function watched() {
  const bus = createEventBus();
  const seen: string[] = [];
  bus.onEvent(({ id }) => void seen.push(id));
  return { bus, seen };
}

describe('createEventBus()', () => {
  test('delivers nothing before deliver(), then everything in order, once', async () => {
    const { bus, seen } = watched();
    for (const id of ['a', 'b', 'c']) bus.put(event(id));
    expect(seen).toEqual([]);
    expect(await bus.deliver()).toBe(3);
    expect(await bus.deliver()).toBe(0);
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  test('delivers what a handler brings about in the same drain', async () => {
    const { bus, seen } = watched();
    bus.onEvent(async ({ id }) => {
      await Promise.resolve();
      if (id === 'a') bus.put(event('from a'));
    });
    bus.put(event('a'));
    bus.put(event('b'));
    expect(await bus.deliver()).toBe(3);
    expect(seen).toEqual(['a', 'b', 'from a']);
  });

  test('delivers to a subscriber with a pattern what matches it', async () => {
    const { bus } = watched();
    const failed: string[] = [];
    bus.onEvent(({ id }) => void failed.push(id), { source: ['aws.ec2'], detail: { errorCode: [{ exists: true }] } });
    bus.put(event('a'));
    bus.put(event('b', { errorCode: 'Client.InvalidPermission.Duplicate' }));
    await bus.deliver();
    expect(failed).toEqual(['b']);
  });

  test('refuses a pattern that it can not read when it is given', () => {
    expect(() => createEventBus().onEvent(() => {}, { source: [{ like: 'aws' }] })).toThrow('"like"');
  });

  test('ends a subscription', async () => {
    const bus = createEventBus();
    const seen: string[] = [];
    const end = bus.onEvent(({ id }) => void seen.push(id));
    bus.put(event('a'));
    await bus.deliver();
    end();
    bus.put(event('b'));
    await bus.deliver();
    expect(seen).toEqual(['a']);
  });

  test('gives what waits to takeEvents(), to be duplicated, reordered or dropped', async () => {
    const { bus, seen } = watched();
    for (const id of ['a', 'b', 'c']) bus.put(event(id));
    const [a, b] = bus.takeEvents();
    expect(bus.takeEvents()).toEqual([]);
    for (const each of [b, a, b]) if (each) bus.put(each);
    await bus.deliver();
    expect(seen).toEqual(['b', 'a', 'b']);
  });

  test('throws what a handler throws, and keeps what waits behind it', async () => {
    const { bus, seen } = watched();
    const end = bus.onEvent(() => Promise.reject(new Error('broken handler')));
    bus.put(event('a'));
    bus.put(event('b'));
    await expect(bus.deliver()).rejects.toThrow('broken handler');
    end();
    await bus.deliver();
    expect(seen).toEqual(['a', 'b']);
  });

  test('gives each handler a copy of its own', async () => {
    const bus = createEventBus();
    const seen: unknown[] = [];
    bus.onEvent(({ detail }) => {
      Object.assign(detail as object, { forged: true });
    });
    bus.onEvent(({ detail }) => void seen.push(detail));
    bus.put(event('a', { real: true }));
    await bus.deliver();
    expect(seen).toEqual([{ real: true }]);
  });
});
