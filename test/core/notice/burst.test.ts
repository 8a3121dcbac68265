import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '../../../functions/core/actor.ts';
import { type Burst, type BurstFinding, burstFinding, lostFinding } from '../../../functions/core/burst.ts';
import type { AccountId, GroupId } from '../../../functions/core/ids.ts';
import { makeBurstNotice } from '../../../functions/core/notice/burst.ts';
import { OUTCOME_WORDS, type OutcomeWord } from '../../../functions/core/outcome-word.ts';
import { SEVERITIES } from '../../../functions/core/policy.ts';
import type { SweptRule } from '../../../functions/core/sweep.ts';
import { URGENT } from '../../../functions/core/urgent.ts';
import { expectGolden } from '../../golden/expect-golden.ts';
import { anyReport } from '../../records/any-report.ts';

const SCRIPT: Actor = { kind: 'role', name: 'deploy', session: 'nightly', tool: 'Terraform 1.9' };
const BERT: Actor = { kind: 'user', name: 'bert' };
const SSH = 'tcp 22 from 0.0.0.0/0';

const burst = (findings: readonly BurstFinding[]): Burst => ({
  name: '2026-11-23T02:55Z/0',
  account: '123456789012' as AccountId,
  region: 'eu-west-1',
  findings,
});

const finding = (number: number, rules: readonly SweptRule[], changes: Partial<BurstFinding> = {}): BurstFinding => {
  const id = `sg-${(number % 50).toString(16).padStart(17, '0')}` as GroupId;
  const event = `5c2f8d6e-31a4-4b0f-9d57-${number.toString(16).padStart(12, '0')}`;
  const at = `2026-11-23T02:5${Math.floor(number / 60) % 10}:${String(number % 60).padStart(2, '0')}Z`;
  return {
    reportId: `${event}/${id}`,
    group: { id, name: `web-${number % 50}` },
    severity: 'critical',
    rules,
    more: 0,
    change: { actor: SCRIPT, eventName: 'AuthorizeSecurityGroupIngress', at },
    ...changes,
  };
};
const told = (word: OutcomeWord, text = SSH, changes: Partial<SweptRule> = {}): SweptRule => ({
  word,
  how: 'added',
  text,
  policies: ['no-public-admin-ports'],
  ...changes,
});
const REFUSED = { reason: 'UnauthorizedOperation: You are not authorized to perform this operation' };
const BUSY = {
  reason:
    '30 repairs were made in this account and region since 02:00 UTC, and the limit is 30 an hour: Portcullis holds until 03:00 UTC, and a person must look; what stands then is judged again at its next change or sweep',
};
const removed = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => finding(from + index, [told('reverted')]));

const TOLD: Readonly<Record<string, Burst>> = {
  repaired: burst(removed(5, 500)),
  mixed: burst([
    ...removed(5, 25),
    finding(25, [told('failed', SSH, REFUSED), told('reverted', 'tcp 3389 from 0.0.0.0/0')]),
    finding(26, [told('held', SSH, BUSY)]),
    finding(27, [told('held', SSH, BUSY)], {
      change: { actor: BERT, eventName: 'ModifySecurityGroupRules', at: '2026-11-23T02:58:59Z' },
    }),
    finding(28, [{ word: 'undetermined', policies: [], reason: 'the group could not be read: EC2 refused' }], {
      severity: 'high',
    }),
    finding(
      29,
      [
        {
          word: 'notified',
          policies: ['frozen-sample'],
          reason: 'the group is not in the scope of the policy any more',
        },
      ],
      { severity: 'medium' },
    ),
    finding(30, [
      told('stands-again'),
      told('put-back', 'tcp 443 from 0.0.0.0/0', { how: 'removed', policies: ['frozen-sample'] }),
    ]),
    lostFinding('5c2f8d6e-31a4-4b0f-9d57-00000000001f/sg-0000000000000001f'),
  ]),
  audit: burst(
    Array.from({ length: 31 }, (_, index) => finding(index + 5, [told('would-revert')], { severity: 'low' })),
  ),
};

test.for(Object.entries(TOLD))('makeBurstNotice() writes the mail golden/burst/%s.txt', ([name, made]) => {
  const { subject, text } = makeBurstNotice(made);
  expectGolden(`burst/${name}.txt`, `Subject: ${subject}\n\n${text}`);
});

test.for([...URGENT])('makeBurstNotice() names all that is %s, before hundreds of settled changes', (word) => {
  const urgent = Array.from({ length: 100 }, (_, index) =>
    finding(index, [told(word, `tcp ${index + 1000} from ::/0`, REFUSED)], { severity: 'low' }),
  );
  const { text, subject } = makeBurstNotice(burst([...removed(100, 400), ...urgent]));
  for (let port = 1000; port < 1100; port++) expect(text).toContain(`tcp ${port} from ::/0`);
  expect(text.indexOf('tcp 1099')).toBeLessThan(text.indexOf('\nREMOVED\n'));
  expect(subject).toMatch(/^\[critical\] Burst: 400 more changes, 100 /);
});

test('makeBurstNotice() counts each change once, by its gravest outcome', () => {
  const { subject } = makeBurstNotice(TOLD.mixed ?? burst([]));
  expect(subject).toBe(
    '[critical] Burst: 27 more changes, 1 NOT REPAIRED, 2 held, 1 open again (123456789012, eu-west-1)',
  );
});

const anyFinding = fc.record(
  {
    reportId: fc.string({ unit: 'binary' }),
    group: fc.record({ name: fc.string({ unit: 'binary' }) }),
    severity: fc.constantFrom(...SEVERITIES),
    rules: fc.array(
      fc.record({
        word: fc.constantFrom(...OUTCOME_WORDS),
        text: fc.string({ unit: 'binary' }),
        policies: fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }),
        reason: fc.string({ unit: 'binary' }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    more: fc.nat(3),
    change: fc.record({
      actor: fc.record({
        kind: fc.constantFrom('user' as const, 'role' as const),
        name: fc.string({ unit: 'binary' }),
        session: fc.string({ unit: 'binary' }),
      }),
      eventName: fc.string({ unit: 'binary' }),
      at: fc.string({ unit: 'binary' }),
    }),
  },
  { requiredKeys: ['group', 'severity', 'rules', 'more'] },
);

test('makeBurstNotice() keeps to what mail and SNS take, and lets no text forge a line, whatever the findings say', () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 6 }), (findings) => {
      const { subject, text, attributes } = makeBurstNotice(burst(findings));
      expect(subject).toMatch(/^\[(low|medium|high|critical)\] Burst: [ -~]{1,95}$/);
      expect(subject.length).toBeLessThan(100);
      expect(text).not.toMatch(/[^\n\P{C}]|\p{Zl}|\p{Zp}|\u00a0/u);
      for (const line of text.split('\n')) if (line.length > 76) expect(line.trimStart()).not.toContain(' ');
      for (const value of attributes.policy) expect(value).toMatch(/^[ -~]{1,100}$/);
    }),
  );
});

test('makeBurstNotice() keeps its mail and its JSON to what SNS takes, however much there is to say', () => {
  const rules = Array.from({ length: 100 }, () => told('failed', SSH, { reason: 'x'.repeat(400) }));
  const words = [...URGENT].flatMap((word) =>
    Array.from({ length: 500 }, (_, index) => finding(index, [told(word, SSH, { reason: 'y'.repeat(400) })])),
  );
  const { text, json } = makeBurstNotice(burst([...words, finding(1, rules)]));
  expect(text.length).toBeLessThanOrEqual(150_000);
  expect(text).toMatch(/and \d+ changes more: the ledger has a report of each/);
  expect(json.length).toBeLessThanOrEqual(200_000);
  expect(JSON.parse(json)).toMatchObject({ kind: 'burst', id: 'burst-2026-11-23T02:55Z/0', cut: true });
});

test('burstFinding() tells of every report something, with its policies', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const found = burstFinding(report);
      expect(found.reportId).toBe(report.id);
      const breaks = (report.concerns ?? []).length > 0 || report.unclear !== undefined;
      if (breaks) expect(found.rules.length).toBeGreaterThan(0);
      for (const { policy } of report.concerns ?? [])
        expect(found.rules.flatMap(({ policies }) => policies)).toContain(policy);
    }),
  );
});
