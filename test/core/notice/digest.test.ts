import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountId, GroupId } from '../../../functions/core/ids.ts';
import { type Digest, makeDigest } from '../../../functions/core/notice/digest.ts';
import { OUTCOME_WORDS } from '../../../functions/core/outcome-word.ts';
import { SEVERITIES } from '../../../functions/core/policy.ts';
import type { SweepFinding, SweptRule } from '../../../functions/core/sweep.ts';
import type { Stale } from '../../../functions/core/uses.ts';
import { expectGolden } from '../../golden/expect-golden.ts';

const RUN = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9';
const digest = (changes: Partial<Digest> = {}): Digest => ({
  run: RUN,
  account: '123456789012' as AccountId,
  region: 'eu-west-1',
  enforce: false,
  began: '2026-11-23T03:00:02.113Z',
  ended: '2026-11-23T03:01:40.500Z',
  swept: 412,
  findings: [],
  folded: 0,
  exempt: 0,
  stale: [],
  ...changes,
});

const ENDED: Stale = {
  id: 'vendor-support',
  policy: 'no-public-admin-ports',
  owner: 'jonas.berg@example.com',
  kind: 'expired',
  since: '2026-11-22T00:00:00Z',
};

const finding = (number: number, rules: readonly SweptRule[], changes: Partial<SweepFinding> = {}): SweepFinding => {
  const id = `sg-${number.toString(16).padStart(17, '0')}` as GroupId;
  return {
    reportId: `sweep-${RUN}/${id}`,
    group: { id, name: `web-${number}` },
    severity: 'high',
    rules,
    more: 0,
    ...changes,
  };
};
const swept = (word: SweptRule['word'], text: string, changes: Partial<SweptRule> = {}): SweptRule => ({
  word,
  how: 'standing',
  text,
  policies: ['no-public-admin-ports'],
  ...changes,
});
const SSH = 'tcp 22 from 0.0.0.0/0';
const REFUSED = { reason: 'EC2 refused to revoke: UnauthorizedOperation, You are not authorized' };

const TOLD: Readonly<Record<string, Digest>> = {
  audit: digest({
    findings: [
      finding(1, [swept('would-revert', SSH), swept('would-revert', 'tcp 3389 from ::/0')], { severity: 'critical' }),
      finding(2, [
        swept('notified', 'tcp 8443 from 10.0.0.0/7', { how: 'modified', policies: ['frozen-sample', 'other'] }),
      ]),
      finding(3, [
        { word: 'undetermined', policies: [], reason: 'the group could not be read: EC2 refused to describe it' },
      ]),
    ],
  }),
  enforce: digest({
    enforce: true,
    findings: [
      finding(1, [swept('reverted', SSH), swept('failed', 'tcp 3389 from 0.0.0.0/0', REFUSED)], {
        severity: 'critical',
      }),
      finding(2, [swept('put-back', 'tcp 443 from 0.0.0.0/0', { how: 'removed', policies: ['frozen-sample'] })]),
      finding(3, [
        swept('held', SSH, {
          reason: 'the group is protected by guardrails.yaml (crown-*): Portcullis never touches it',
        }),
      ]),
      {
        group: { id: 'sg-00000000000000004' as GroupId },
        severity: 'high',
        rules: [{ word: 'failed', policies: [], reason: 'TypeError: odd' }],
        more: 0,
      },
    ],
  }),
  many: digest({
    findings: [
      ...Array.from({ length: 40 }, (_, index) =>
        finding(index + 1, [swept('would-revert', SSH)], index === 0 ? { more: 3 } : {}),
      ),
      ...Array.from({ length: 30 }, (_, index) => finding(index + 41, [swept('failed', SSH, REFUSED)])),
    ],
    folded: 12,
  }),
};

test.for(Object.entries(TOLD))('makeDigest() writes the mail golden/digest/%s.txt', ([name, told]) => {
  const { subject, text } = makeDigest(told);
  expectGolden(`digest/${name}.txt`, `Subject: ${subject}\n\n${text}`);
});

test('makeDigest() names every failure, however many other findings there are', () => {
  const { text } = makeDigest(TOLD.many ?? digest());
  for (let number = 41; number <= 70; number++) expect(text).toContain(`web-${number} `);
  expect(text.indexOf('COULD NOT BE REPAIRED')).toBeLessThan(text.indexOf('WOULD BE REPAIRED'));
});

const anyDigest = fc
  .record({
    findings: fc.array(
      fc.record({
        group: fc.record({ name: fc.string({ unit: 'binary' }) }),
        severity: fc.constantFrom(...SEVERITIES),
        rules: fc.array(
          fc.record({
            word: fc.constantFrom(...OUTCOME_WORDS),
            text: fc.string({ unit: 'binary' }),
            policies: fc.array(fc.string({ unit: 'binary' }), { maxLength: 3 }),
            reason: fc.string({ unit: 'binary' }),
            nearly: fc.record({
              exemption: fc.string({ unit: 'binary' }),
              owner: fc.string({ unit: 'binary' }),
              kind: fc.constant('expired' as const),
              until: fc.string({ unit: 'binary' }),
            }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        more: fc.nat(3),
      }),
      { maxLength: 6 },
    ),
    enforce: fc.boolean(),
    folded: fc.nat(2),
    exempt: fc.nat(2),
    stale: fc.array(
      fc.record({
        id: fc.string({ unit: 'binary' }),
        policy: fc.string({ unit: 'binary' }),
        owner: fc.string({ unit: 'binary' }),
        kind: fc.constantFrom('expired' as const, 'unused' as const),
        since: fc.string({ unit: 'binary' }),
      }),
      { maxLength: 3 },
    ),
  })
  .map((facts) => digest(facts));

test('makeDigest() keeps to what mail and SNS take, and lets no text forge a line, whatever the findings say', () => {
  fc.assert(
    fc.property(anyDigest, (told) => {
      const { subject, text, attributes } = makeDigest(told);
      expect(subject).toMatch(/^\[(low|medium|high|critical)\] Sweep: [ -~]{1,95}$/);
      expect(subject.length).toBeLessThan(100);
      expect(text).not.toMatch(/[^\n\P{C}]|\p{Zl}|\p{Zp}|\u00a0/u);
      for (const line of text.split('\n')) if ([...line].length > 72) expect(line.trimStart()).not.toContain(' ');
      expect(OUTCOME_WORDS).toContain(attributes.outcome);
      for (const value of attributes.policy) expect(value).toMatch(/^[ -~]{1,100}$/);
    }),
  );
});

test('makeDigest() keeps its JSON below 200,000 characters, with the gravest findings', () => {
  const rules = Array.from({ length: 10 }, () => swept('would-revert', SSH, { reason: 'x'.repeat(300) }));
  const many = Array.from({ length: 300 }, (_, index) => finding(index, rules));
  const { json } = makeDigest(digest({ findings: [...many, finding(999, [swept('failed', SSH)])] }));
  expect(json.length).toBeLessThanOrEqual(200_000);
  const told = JSON.parse(json);
  expect(told).toMatchObject({ kind: 'sweep', id: `sweep-${RUN}`, cut: true });
  expect(told.findings[0].group.name).toBe('web-999');
});

test('makeDigest() keeps its JSON below 200,000 characters whatever the number of exemptions', () => {
  const stale = Array.from({ length: 2000 }, (_, index): Stale => ({ ...ENDED, id: `vendor-${index}` }));
  const { json } = makeDigest(digest({ stale, findings: [finding(1, [swept('failed', SSH)])] }));
  expect(json.length).toBeLessThanOrEqual(200_000);
  expect(JSON.parse(json)).toMatchObject({ cut: true, findings: [{ group: { name: 'web-1' } }] });
});

test('makeDigest() tells of exemptions: what they excuse, which ended, which are not used', () => {
  const near = { exemption: 'vendor-support', owner: ENDED.owner, kind: 'expired' as const, until: ENDED.since };
  const told = digest({
    findings: [finding(1, [swept('would-revert', SSH, { nearly: near })])],
    exempt: 12,
    stale: [
      ENDED,
      { ...ENDED, kind: 'unused', id: 'pipeline', since: '2026-11-20T00:00:00Z', last: '2026-08-22T09:10:11.500Z' },
      { ...ENDED, kind: 'unused', id: 'migration', since: '2026-11-22T00:00:00Z' },
    ],
  });
  const { subject, text } = makeDigest(told);
  expectGolden('digest/exemptions.txt', `Subject: ${subject}\n\n${text}`);
  const alone = makeDigest(digest({ exempt: 1, stale: [ENDED] }));
  expectGolden('digest/exemptions-alone.txt', `Subject: ${alone.subject}\n\n${alone.text}`);
});

test('makeDigest() keeps its subject short with the largest numbers', () => {
  const told = Array.from({ length: 12_000 }, (_, index) =>
    finding(index, [swept('failed', SSH), swept('reverted', SSH), swept('undetermined', SSH)], {
      severity: 'critical',
    }),
  );
  expect(makeDigest(digest({ findings: told, region: 'ap-southeast-2' })).subject.length).toBeLessThan(100);
});
