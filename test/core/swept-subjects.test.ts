import { expect, test } from 'vitest';
import { draftReport } from '../../functions/core/draft.ts';
import type { GroupId } from '../../functions/core/ids.ts';
import { type Memory, nextMemory } from '../../functions/core/memory.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import { sweptChange } from '../../functions/core/sweep.ts';
import { sweptSubjects } from '../../functions/core/swept-subjects.ts';
import { context, policy, rule } from './arbitraries.ts';

const [A, B] = ['sgr-0000000000000000a', 'sgr-0000000000000000b'];
const HTTPS = rule('tcp', [443, 443], '0.0.0.0/0', A);
const WIDER = rule('tcp', [442, 443], '0.0.0.0/0', A);
const SSH = rule('tcp', [22, 22], '0.0.0.0/0', B);
const remembering = (...rules: Rule[]): Memory => ({ version: 1, accepted: rules.map((each) => ({ rule: each })) });

test.for<[string, Rule[], Memory | undefined, string[]]>([
  ['nothing of an empty group', [], undefined, []],
  ['all as standing without memory', [HTTPS, SSH], undefined, ['standing tcp 443', 'standing tcp 22']],
  ['what is as remembered as standing', [HTTPS], remembering(HTTPS), ['standing tcp 443']],
  ['a description alone as standing', [{ ...HTTPS, description: 'x' }], remembering(HTTPS), ['standing tcp 443']],
  ['what memory does not know as added', [HTTPS, SSH], remembering(HTTPS), ['standing tcp 443', 'added tcp 22']],
  ['all as added when nothing was accepted', [SSH], remembering(), ['added tcp 22']],
  ['other content as modified', [WIDER], remembering(HTTPS), ['modified tcp 442-443']],
  ['what is gone as removed', [], remembering(HTTPS), ['removed tcp 443']],
  [
    'one that has another id now as standing',
    [{ ...HTTPS, ...(SSH.id && { id: SSH.id }) }],
    remembering(HTTPS),
    ['standing tcp 443'],
  ],
  ['no rule without an id', [rule('tcp', [22, 22], '::/0')], undefined, []],
])('sweptSubjects() gives %s', ([, standing, memory, expected]) => {
  const subjects = sweptSubjects(standing, memory);
  expect(subjects.map((each) => `${each.how} ${ruleText(each.rule).split(' from')[0]}`)).toEqual(expected);
  for (const { how, was } of subjects) expect(was !== undefined).toBe(how === 'modified');
});

const GROUP = 'sg-0123456789abcdef0' as GroupId;
const NO_SSH = (mode: Policy['mode']): Policy =>
  policy(
    { kind: 'deny', statements: [{ protocols: [6], ports: [[22, 22]], sources: [{ kind: 'anywhere' }] }] },
    { mode },
  );

/** The texts of what is remembered after a sweep. */
function accepted(standing: Rule[], before: Memory | undefined, policies: Policy[]): string[] {
  const at = '2026-11-23T12:00:00Z';
  const here = context(standing);
  const change = sweptChange('run', at, here.account, here.region, GROUP);
  const judgement = { change, live: { standing, egress: [] }, context: here, ...(before && { memory: before }) };
  const report = draftReport(judgement, policies, at);
  return nextMemory(before, standing, {}, change, report).accepted.map((each) => ruleText(each.rule));
}

const [TEXT, BAD] = [ruleText(HTTPS), ruleText(SSH)];

test.for<[string, Rule[], Memory | undefined, Policy['mode'], string[]]>([
  ['takes a group that was never seen as it is', [HTTPS, SSH], undefined, 'audit', [TEXT, BAD]],
  ['leaves out what would have been repaired', [HTTPS, SSH], undefined, 'enforce', [TEXT]],
  ['accepts a compliant rule that events have missed', [HTTPS], remembering(), 'enforce', [TEXT]],
  ['accepts a compliant change that events have missed', [WIDER], remembering(HTTPS), 'enforce', [ruleText(WIDER)]],
  ['does not accept a missed rule that would have been removed', [SSH], remembering(), 'enforce', []],
  ['keeps an accepted rule that only a new policy forbids', [SSH], remembering(SSH), 'enforce', [BAD]],
  [
    'keeps one that only has another id',
    [{ ...HTTPS, ...(SSH.id && { id: SSH.id }) }],
    remembering(HTTPS),
    'enforce',
    [TEXT],
  ],
  ['forgets what is gone', [], remembering(HTTPS), 'enforce', []],
])('nextMemory() after a sweep %s', ([, standing, before, mode, expected]) => {
  expect(accepted(standing, before, [NO_SSH(mode)])).toEqual(expected);
});

test('nextMemory() after a second sweep is what it was after the first', () => {
  const at = '2026-11-24T12:00:00Z';
  const here = context([SSH]);
  const change = sweptChange('run', at, here.account, here.region, GROUP);
  const before: Memory = { version: 3, accepted: [{ rule: SSH, since: '2026-11-23T12:00:00Z' }], tags: {}, tagsAt: at };
  const judgement = { change, live: { standing: [SSH], egress: [] }, context: here, memory: before };
  const report = draftReport(judgement, [NO_SSH('audit')], at);
  expect(report.verdict).toBe('violation');
  expect(nextMemory(before, [SSH], {}, change, report)).toEqual({ ...before, version: 4 });
});
