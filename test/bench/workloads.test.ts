import { expect, test } from 'vitest';
import { draftShapes } from '../../bench/draft-shapes.ts';
import { exemptionSets } from '../../bench/exemption-sets.ts';
import { groupShapes } from '../../bench/group-shapes.ts';
import { policySets } from '../../bench/policy-sets.ts';
import { typicalChanges } from '../../bench/typical-changes.ts';
import { readRecord } from '../../functions/core/read-record.ts';
import { ruleText } from '../../functions/core/rule.ts';
import { judge } from '../../functions/core/verdict.ts';

const VERDICTS: Readonly<Record<string, string>> = {
  'policies beside the shipped, out of scope': 'violation',
  'policies, all of them broken': 'violation',
  'exemptions of other groups': 'violation',
  'exemptions, a port each': 'violation',
  'exemptions that have ended': 'violation',
  'rules on one port, an address each': 'compliant',
  'rules, a port each': 'compliant',
  'rules, IPv4 and IPv6 in turn': 'compliant',
  'rules, half of the internet on every third port': 'violation',
  'rules, ports within ports, half of the internet on all': 'violation',
  'rules, ports within ports, never half at once': 'compliant',
  'rules, ports within ports, shipped policies': 'compliant',
};

const workloads = [...policySets(), ...exemptionSets(), ...groupShapes()];

test('every workload is expected to come to a verdict', () => {
  expect(workloads.map(({ name }) => name)).toEqual(Object.keys(VERDICTS));
});

test.for(workloads)('$name: grows by what it says, without doubles, to the verdict it is for', ({ name, make }) => {
  const [few, many] = [make(10), make(100)];
  const size = ({ context, policies }: typeof few) =>
    (context.standing?.length ?? 0) + policies.reduce((sum, { exemptions = [] }) => sum + 1 + exemptions.length, 0);
  expect(size(many) - size(few)).toBe(90);
  for (const { rule, context, policies } of [few, many]) {
    // EC2 takes no rule twice.
    expect(new Set(context.standing?.map(ruleText)).size).toBe(context.standing?.length);
    expect(new Set(context.standing?.map(({ id }) => id)).size).toBe(context.standing?.length);
    expect(judge([rule], context, policies)[0]?.verdict.kind).toBe(VERDICTS[name]);
  }
});

test.for(draftShapes())('$name: all are broken by, and only by, the company of the others', ({ make }) => {
  for (const count of [10, 100]) {
    const { standing, draft } = make(count);
    expect(new Set(standing.map(ruleText)).size).toBe(count);
    const { rules } = draft();
    expect(rules.map(({ verdict }) => verdict.kind)).toEqual(standing.map(() => 'violation'));
    for (const { verdict } of rules)
      expect(verdict.kind === 'violation' && verdict.findings[0].because).toMatch(
        /together with the group's other rules$/,
      );
  }
});

test('all policies that are to be broken are, and none that is out of scope', () => {
  const broken = policySets().map(({ make }) => {
    const { rule, context, policies } = make(50);
    const [judged] = judge([rule], context, policies);
    return judged?.verdict.kind === 'violation' ? judged.verdict.findings.map(({ policy }) => policy) : [];
  });
  expect(broken.map((ids) => ids.filter((id) => /^policy-\d+$/.test(id)).length)).toEqual([0, 50]);
});

test.for(Object.entries(typicalChanges()))('the record of the change %s adds what its context holds', ([, change]) => {
  const reading = readRecord(change.record);
  const effect = reading.kind === 'changes' ? reading.changes[0].effect : undefined;
  if (effect?.kind !== 'added') throw new TypeError('No change');
  expect(effect.rules.map(({ id }) => id)).toEqual(change.added.map(({ id }) => id));
  expect(effect.rules.map(ruleText)).toEqual(change.added.map(ruleText));
});
