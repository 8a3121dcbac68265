import { expect } from 'vitest';
import { authorize } from '../../functions/aws/authorize.ts';
import { modify } from '../../functions/aws/modify.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { type Case, contents, from, given, newList, standing, tcp } from './repair-world.ts';
import { GROUP, RULE } from './sample-report.ts';

/** Adding rules and changing them in place. */
export const ruleCases: readonly Case[] = [
  {
    name: 'authorize() adds rules of every source with descriptions and tags',
    async run(world) {
      const list = await newList(world);
      const tags = { team: 'web', why: '' };
      const rules = [
        tcp(22, from('192.0.2.0/24'), { description: 'office', tags }),
        tcp(22, from('2001:db8::/32'), { tags }),
        tcp(443, { kind: 'list', id: list }, { tags }),
        tcp(443, { kind: 'group', id: world.group }, { tags }),
        { protocol: -1, from: -1, to: -1, source: from('10.1.0.0/16'), tags },
        { protocol: 1, from: 8, to: -1, source: from('10.1.0.0/16'), description: 'ping', tags },
      ];
      expect(await authorize(world.ec2)(world.group, rules)).toEqual({ kind: 'authorized' });
      expect(contents(await standing(world))).toEqual(rules);
    },
  },
  {
    name: 'authorize() adds rules of protocols that know no ports',
    motoCannot: 'it answers 500',
    async run(world) {
      const rule: Rule = { protocol: 50, from: -1, to: -1, source: from('10.1.0.0/16'), description: 'tunnel' };
      expect(await authorize(world.ec2)(world.group, [rule])).toEqual({ kind: 'authorized' });
      expect(contents(await standing(world))).toEqual([rule]);
    },
  },
  {
    name: 'authorize() says exists and adds nothing when a rule stands',
    async run(world) {
      const add = authorize(world.ec2);
      await add(world.group, [tcp(22)]);
      expect(await add(world.group, [tcp(22, from('10.0.0.0/8'), { description: 'again' }), tcp(23)])).toEqual({
        kind: 'exists',
      });
      expect(contents(await standing(world))).toEqual([tcp(22)]);
    },
  },
  {
    name: 'authorize() says full when the group has no room',
    async run(world) {
      const many = Array.from({ length: 61 }, (_, index) => tcp(index));
      expect(await authorize(world.ec2)(world.group, many)).toEqual({ kind: 'full' });
    },
  },
  {
    name: 'authorize() says gone when the group is not there',
    run: async ({ ec2 }) => expect(await authorize(ec2)(GROUP, [tcp(22)])).toEqual({ kind: 'gone' }),
  },
  {
    name: 'authorize() says refused when the source is not there',
    async run({ ec2, group }) {
      const answer = await authorize(ec2)(group, [tcp(22, { kind: 'group', id: GROUP })]);
      expect(answer).toMatchObject({ kind: 'refused', reason: expect.stringContaining('InvalidGroup.NotFound') });
    },
  },
  {
    name: 'modify() brings content and description back and keeps id and tags',
    async run(world) {
      const before = tcp(443, from('10.0.0.0/8'), { description: 'office', tags: { team: 'web' } });
      await authorize(world.ec2)(world.group, [before]);
      const [{ id } = before] = await standing(world);
      const change = modify(world.ec2);
      await change(world.group, given(id), tcp(22, from('0.0.0.0/0'), { description: 'oops' }));
      expect(await change(world.group, given(id), before)).toEqual({ kind: 'modified' });
      expect(await standing(world)).toEqual([{ ...before, id }]);
    },
  },
  {
    name: 'modify() takes away a description that the rule did not have',
    async run(world) {
      await authorize(world.ec2)(world.group, [tcp(443, from('10.0.0.0/8'), { description: 'oops' })]);
      const [rule] = await standing(world);
      expect(await modify(world.ec2)(world.group, given(rule?.id), tcp(443))).toEqual({ kind: 'modified' });
      expect(contents(await standing(world))).toEqual([tcp(443)]);
    },
  },
  {
    name: 'modify() changes rules of every source, but never the kind of source',
    motoCannot: 'it writes IPv4 only',
    async run(world) {
      const list = await newList(world);
      const all: Rule['source'][] = [
        from('10.0.0.0/8'),
        from('2001:db8::/32'),
        { kind: 'list', id: list },
        { kind: 'group', id: world.group },
      ];
      await authorize(world.ec2)(
        world.group,
        all.map((source) => tcp(22, source)),
      );
      const change = modify(world.ec2);
      for (const [place, rule] of (await standing(world)).entries()) {
        for (const [other, source] of all.entries()) {
          const answer = await change(world.group, given(rule.id), tcp(443, source));
          const reason = expect.stringContaining('rule type');
          expect(answer).toEqual(place === other ? { kind: 'modified' } : { kind: 'refused', reason });
        }
      }
      expect(contents(await standing(world))).toEqual(all.map((source) => tcp(443, source)));
    },
  },
  {
    name: 'modify() says exists when another rule has the content',
    motoCannot: 'it makes two equal rules',
    async run(world) {
      await authorize(world.ec2)(world.group, [tcp(22), tcp(443)]);
      const [rule] = await standing(world);
      expect(await modify(world.ec2)(world.group, given(rule?.id), tcp(443))).toEqual({ kind: 'exists' });
    },
  },
  {
    name: 'modify() says gone when the rule or the group is not there',
    async run({ ec2, group }) {
      expect(await modify(ec2)(group, RULE, tcp(22))).toEqual({ kind: 'gone' });
      expect(await modify(ec2)(GROUP, RULE, tcp(22))).toEqual({ kind: 'gone' });
    },
  },
];
