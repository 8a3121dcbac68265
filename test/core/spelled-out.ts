import { expect } from 'vitest';
import type { Change } from '../../functions/core/change.ts';
import { hasPorts, isIcmp, type Rule } from '../../functions/core/rule.ts';
import { parseCidr } from '../../functions/core/traffic/cidr.ts';

/** Every place below a value, as its holder and key. */
export function placesIn(value: unknown): [holder: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [[holder, key] as [typeof holder, string], ...placesIn(holder[key])]);
}

/** Fails when a change has an id, a name, a rule or a tag that its record does not spell out. */
export function expectSpelledOut({ group, effect }: Change, record: unknown): void {
  const places = placesIn(record);
  const scalars = places.map(([holder, key]) => holder[key]);
  const texts = new Set(scalars.filter((scalar) => typeof scalar === 'string'));
  // A group may be named by its ARN, a tag by a key of the record.
  const named = new Set([...texts].flatMap((text) => [text, text.slice(text.lastIndexOf('/') + 1)]));
  const keys = new Set([...texts, ...places.map(([, key]) => key)]);
  for (const id of [group.id, group.name, group.defaultOf, group.using])
    if (id !== undefined) expect(named).toContain(id);
  const expectRule = (rule: Rule) => expectSpelledOutRule(rule, scalars);
  switch (effect.kind) {
    case 'added':
      expect(effect.rules.length).toBeGreaterThan(0);
      expect(group.id ?? group.name).toBeDefined();
      effect.rules.forEach(expectRule);
      break;
    case 'modified':
      expect(effect.rules.length).toBeGreaterThan(0);
      expect(group.id).toBeDefined();
      for (const { id, to } of effect.rules) {
        expect(texts).toContain(id);
        if (to) expectRule(to);
      }
      break;
    case 'removed':
      expect(effect.rules.length + effect.ids.length).toBeGreaterThan(0);
      expect(group.id ?? group.name).toBeDefined();
      effect.rules.forEach(expectRule);
      for (const id of effect.ids) expect(texts).toContain(id);
      break;
    case 'created':
      expect(group.id ?? group.defaultOf).toBeDefined();
      break;
    case 'retagged':
      expect(group.id).toBeDefined();
      expect(effect.before.size).toBeGreaterThan(0);
      for (const [key, value] of effect.before) {
        expect(keys).toContain(key);
        if (value !== undefined) expect(texts).toContain(value);
      }
      break;
    case 'untagged':
      expect(group.id).toBeDefined();
      break;
    case 'list-changed':
      expect(group).toEqual({ using: effect.list });
      if (effect.from !== undefined) expect(scalars.map(Number)).toContain(effect.from);
      break;
    case 'watched':
      expect(effect.detail).toMatch(/^[\x20-\x7e]{1,500}$/);
      break;
    case 'swept':
      expect(effect.kind, 'no record says so').toBeUndefined();
      break;
    case 'unclear':
      expect(effect.reason).toMatch(/^[\x20-\x7e]{1,300}$/);
      break;
    default:
      effect satisfies never;
  }
}

function expectSpelledOutRule({ id, protocol, from, to, source }: Rule, scalars: readonly unknown[]): void {
  const texts = new Set(scalars.filter((scalar) => typeof scalar === 'string'));
  const numbers = new Set(scalars.filter((scalar) => scalar !== '' && !Number.isNaN(Number(scalar))).map(Number));
  const canonical = new Set([...texts].map((text) => parseCidr(text)?.cidr));
  if (id) expect(texts).toContain(id);
  // What the record may leave unsaid: all ports, any type and code, and the protocols of the source-group form.
  if (hasPorts(protocol) && !(from === 0 && to === 65535))
    expect([...numbers]).toEqual(expect.arrayContaining([from, to]));
  if (isIcmp(protocol) && from !== -1) expect(numbers).toContain(from);
  switch (source.kind) {
    case 'cidr':
      expect(canonical).toContain(source.cidr);
      break;
    case 'list':
    case 'group':
      expect(texts).toContain(source.id);
      break;
    case 'group-name':
      expect(texts).toContain(source.name);
      break;
    default:
      source satisfies never;
  }
}
