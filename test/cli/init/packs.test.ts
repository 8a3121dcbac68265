import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packs } from '../../../cli/init/packs.ts';
import type { Ban } from '../../../functions/core/policy.ts';
import { loadPolicies } from '../../../functions/policy-file/load-policies.ts';
import { errorsIn } from '../../../functions/policy-file/problem.ts';
import { runCases } from '../../../functions/policy-file/run-cases.ts';

/** The controls of each pack by their numbers, in the order of the numbers. */
const CONTROLS: Readonly<Record<string, string[][]>> = {
  cis: [['5.3', '5.4'], ['5.5']],
  fsbp: [['EC2.2'], ['EC2.13'], ['EC2.14'], ['EC2.18'], ['EC2.19']],
};

/** Inputs that a comparison of texts misses, by what their cases' names say. */
const MISSED: readonly RegExp[] = [
  /lower half of the IPv4 addresses by itself/,
  /upper half completes the world/,
  /world in many pieces/,
  /inside a wide range|ends with HTTP|and its neighbours/,
  /claims to be/,
  /UDP/,
  /TCP by its number/,
  /every IPv6 address/,
  /global unicast space/,
  /beside the other/,
  /prefix list that holds both halves/,
  /prefix list that can't be read/,
  /company that can't be read/,
  /host bits/,
  /IPv4 in IPv6 clothes/,
  /whatever port is given/,
];

const portsOf = (ban: Ban | undefined) =>
  ban?.kind === 'deny' ? ban.statements.flatMap(({ ports = [] }) => ports.map(([first, last]) => [first, last])) : [];

describe.for(Object.entries(CONTROLS))('pack %s', ([name, controls]) => {
  const pack = packs().find((each) => each.name === name);
  const { policies, cases, problems } = loadPolicies(pack?.dir ?? '');
  const inOrder = (pack?.policies ?? []).map((id) => policies.find((policy) => policy.id === id));

  test('is valid, in audit mode, and has a policy for each control, with its number', () => {
    // Controls overlap: EC2.13 and EC2.14 forbid nothing that EC2.18 and EC2.19 do not.
    expect(errorsIn(problems)).toEqual([]);
    expect(
      inOrder.map((policy) =>
        controls.flat().filter((number) => new RegExp(`\\b${number}\\b`).test(policy?.title ?? '')),
      ),
    ).toEqual(controls);
    for (const policy of inOrder) {
      expect(policy).toMatchObject({ mode: 'audit', remedy: 'revoke' });
      for (const number of controls[inOrder.indexOf(policy)] ?? []) expect(policy?.why).toContain(number);
    }
  });

  test.for(policies.map((policy) => [policy.id, policy] as const))('%s keeps to its cases', ([id, policy]) => {
    const results = runCases(policy, cases.get(id) ?? []);
    expect(results.length).toBeGreaterThanOrEqual(15);
    expect(results.filter(({ unmet }) => unmet.length > 0)).toEqual([]);
    const text = readFileSync(join(pack?.dir ?? '', id, 'policy.yaml'), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/policy\.schema\.json\n# .*(CIS|AWS Security Hub)/);
  });

  test.for(policies.filter(({ scope }) => scope.groups === undefined).map(({ id }) => id))(
    '%s has cases of what a comparison of texts misses',
    (id) => {
      const names = (cases.get(id) ?? []).map((each) => each.name);
      expect(MISSED.filter((shape) => !names.some((each) => shape.test(each)))).toEqual([]);
    },
  );
});

test('EC2.19 has a case of each of its ports, alone and in a range', () => {
  const { policies, cases } = loadPolicies(packs().find(({ name }) => name === 'fsbp')?.dir ?? '');
  const id = 'ec2-19-high-risk-ports';
  const ports = portsOf(policies.find((policy) => policy.id === id)?.ban);
  const named = (cases.get(id) ?? []).map(({ name }) => name);
  expect(ports).toHaveLength(24);
  for (const [port] of ports)
    expect(named).toEqual(expect.arrayContaining([`port ${port} by itself`, `port ${port} and its neighbours`]));
});
