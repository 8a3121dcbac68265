import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, test } from 'vitest';
import { inMemoryLedger } from '../../cli/local-account/ledger.ts';
import { ledger } from '../../functions/aws/ledger.ts';
import { listReports } from '../../functions/aws/list-reports.ts';
import type { Conduct } from '../../functions/core/conduct.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import type { Memory } from '../../functions/core/memory.ts';
import type { Report } from '../../functions/core/report.ts';
import type { Ledger } from '../../functions/respond/ports.ts';
import type { ListReports, Period, StoredReport } from '../../functions/respond/stored-report.ts';
import { ACCOUNT, GROUP, OFFENDER, OTHER_GROUP, REPORT } from '../aws/sample-report.ts';
import { type MotoServer, startMoto } from '../moto/server.ts';

/** A ledger with the table's real keys on the emulator. */
async function motoLedger({ client: settings }: MotoServer): Promise<Ledger & { readonly reports: ListReports }> {
  const client = new DynamoDBClient(settings);
  const TableName = `ledger-${crypto.randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return { ...ledger(client, TableName, 90), reports: listReports(client, TableName) };
}

const ID = REPORT.id;
const NOW = 1_795_435_205_250;
const UNTIL = NOW + 60_000;
const NONE = { mail: false, event: false };

/** Where the group is that is remembered, and what of it. */
const AT = { account: ACCOUNT, region: 'eu-west-1', group: GROUP };
const MEMORY: Memory = {
  version: 1,
  accepted: [{ rule: OFFENDER.rule, since: '2026-11-23T12:00:00Z' }],
  tags: { tier: 'web' },
};

/** What is kept of its repairs, and where they are counted. */
const CONDUCT: Conduct = {
  version: 1,
  repairs: [{ rule: 'a', report: 'r', at: '2026-11-23T12:00:00Z', by: { who: 'user bob', name: 'bob\u202e' } }],
  holds: [
    { rule: 'b', missing: true, guard: 'breaker', report: 'r', until: '2026-11-23T13:00:00Z', who: ['user bob'] },
  ],
};
/** Where mails are counted, and a digest is kept. */
const [WINDOW, LATER] = ['2026-11-23T12:05Z', '2026-11-23T12:10Z'];
const DIGEST = { window: WINDOW, part: 0 };
const HOUR = { account: ACCOUNT, region: 'eu-west-1', hour: '2026-11-23T12' };

/** The report after the act. */
const ACTED: Report = {
  ...REPORT,
  rules: [{ ...OFFENDER, outcome: { kind: 'done', at: '2026-11-23T12:00:06Z' } }],
  exposure: 6,
};

const moto = await startMoto();
afterAll(() => moto?.stop());

const ledgers = [
  { name: 'in memory', make: async () => inMemoryLedger() },
  ...(moto ? [{ name: 'in DynamoDB', make: () => motoLedger(moto) }] : []),
];

describe.for(ledgers)('the ledger $name', ({ make }) => {
  const opened = async () => {
    const book = await make();
    await book.open(REPORT, '{}', 'a', UNTIL);
    return book;
  };

  test('find() finds nothing when nothing was opened', async () => {
    const book = await make();
    await expect(book.find(ID)).resolves.toBeUndefined();
  });

  test('find() finds what was opened, with its lease', async () => {
    const book = await make();
    await expect(book.open(REPORT, '{}', 'a', UNTIL)).resolves.toBe(true);
    await expect(book.find(ID)).resolves.toEqual({
      report: REPORT,
      state: 'open',
      told: NONE,
      lease: 'a',
      leaseUntil: UNTIL,
    });
    await expect(book.find(`${ID}x`)).resolves.toBeUndefined();
  });

  test('open() is false and changes nothing when another attempt was first', async () => {
    const book = await opened();
    await expect(book.open({ ...REPORT, severity: 'low' }, '{}', 'b', UNTIL + 1)).resolves.toBe(false);
    await expect(book.find(ID)).resolves.toMatchObject({ report: REPORT, lease: 'a', leaseUntil: UNTIL });
  });

  test('open() is true and changes nothing when the same attempt repeats it', async () => {
    const book = await opened();
    await book.acted(ACTED, 'a');
    await expect(book.open(REPORT, '{}', 'a', UNTIL)).resolves.toBe(true);
    await expect(book.find(ID)).resolves.toMatchObject({ report: ACTED, state: 'acted' });
  });

  test('open() is true for one attempt alone when several come at once', async () => {
    const book = await make();
    const leases = ['a', 'b', 'c', 'd'];
    const won = await Promise.all(leases.map((lease) => book.open(REPORT, '{}', lease, UNTIL)));
    expect(won.filter((mine) => mine)).toHaveLength(1);
    await expect(book.find(ID)).resolves.toMatchObject({ lease: leases[won.indexOf(true)] });
  });

  test.for([
    { name: 'before its end', now: UNTIL - 1, mine: false },
    { name: 'at its end', now: UNTIL, mine: false },
    { name: 'after its end', now: UNTIL + 1, mine: true },
  ])("takeOver() of another's lease is $mine $name", async ({ now, mine }) => {
    const book = await opened();
    await expect(book.takeOver(ID, 'b', now + 60_000, now)).resolves.toBe(mine);
    const [lease, leaseUntil] = mine ? ['b', now + 60_000] : ['a', UNTIL];
    await expect(book.find(ID)).resolves.toMatchObject({ report: REPORT, state: 'open', lease, leaseUntil });
  });

  test('takeOver() is true for one attempt alone when several come at once', async () => {
    const book = await opened();
    const leases = ['b', 'c', 'd'];
    const now = UNTIL + 1;
    const won = await Promise.all(leases.map((lease) => book.takeOver(ID, lease, now + 60_000, now)));
    expect(won.filter((mine) => mine)).toHaveLength(1);
    await expect(book.find(ID)).resolves.toMatchObject({ lease: leases[won.indexOf(true)] });
  });

  test('takeOver() is true when its own attempt repeats it, and lengthens the lease', async () => {
    const book = await opened();
    await expect(book.takeOver(ID, 'a', UNTIL + 5, NOW)).resolves.toBe(true);
    await expect(book.find(ID)).resolves.toMatchObject({ lease: 'a', leaseUntil: UNTIL + 5 });
  });

  test('takeOver() is false, and makes no report, when there is none', async () => {
    const book = await make();
    await expect(book.takeOver(ID, 'b', UNTIL, NOW)).resolves.toBe(false);
    await expect(book.find(ID)).resolves.toBeUndefined();
  });

  test('takeOver() leaves what was done as it is', async () => {
    const book = await opened();
    await book.acted(ACTED, 'a');
    await book.told(ID, 'mail', 'a');
    await book.takeOver(ID, 'b', UNTIL + 60_000, UNTIL + 1);
    await expect(book.find(ID)).resolves.toMatchObject({
      report: ACTED,
      state: 'acted',
      told: { mail: true, event: false },
    });
  });

  test('acted() writes the outcomes, and again when its own attempt repeats it', async () => {
    const book = await opened();
    await expect(book.acted(ACTED, 'a')).resolves.toBe(true);
    await expect(book.acted(ACTED, 'a')).resolves.toBe(true);
    await expect(book.find(ID)).resolves.toMatchObject({ report: ACTED, state: 'acted', told: NONE });
  });

  test('acted() and told() are false and change nothing when another attempt holds the report', async () => {
    const book = await opened();
    await expect(book.acted(ACTED, 'b')).resolves.toBe(false);
    await expect(book.told(ID, 'mail', 'b')).resolves.toBe(false);
    await expect(book.told(ID, 'event', 'b')).resolves.toBe(false);
    await expect(book.find(ID)).resolves.toMatchObject({ report: REPORT, state: 'open', told: NONE });
  });

  test('acted() and told() are false, and make no report, when there is none', async () => {
    const book = await make();
    await expect(book.acted(ACTED, 'a')).resolves.toBe(false);
    await expect(book.told(ID, 'mail', 'a')).resolves.toBe(false);
    await expect(book.find(ID)).resolves.toBeUndefined();
  });

  test('acted() and told() are false for the attempt whose lease was taken over', async () => {
    const book = await opened();
    await book.takeOver(ID, 'b', UNTIL + 60_000, UNTIL + 1);
    await expect(book.acted(ACTED, 'a')).resolves.toBe(false);
    await expect(book.told(ID, 'mail', 'a')).resolves.toBe(false);
    await expect(book.acted(ACTED, 'b')).resolves.toBe(true);
  });

  test.for([
    { done: ['acted'], state: 'acted', told: NONE },
    { done: ['acted', 'mail'], state: 'acted', told: { mail: true, event: false } },
    { done: ['acted', 'event'], state: 'acted', told: { mail: false, event: true } },
    { done: ['acted', 'mail', 'event'], state: 'closed', told: { mail: true, event: true } },
    { done: ['acted', 'event', 'mail', 'mail'], state: 'closed', told: { mail: true, event: true } },
    { done: ['mail', 'event'], state: 'open', told: { mail: true, event: true } },
    { done: ['mail', 'event', 'acted'], state: 'closed', told: { mail: true, event: true } },
  ] as const)('the state is $state after $done', async ({ done, state, told }) => {
    const book = await opened();
    for (const step of done) {
      const mine = step === 'acted' ? await book.acted(ACTED, 'a') : await book.told(ID, step, 'a');
      expect(mine).toBe(true);
    }
    await expect(book.find(ID)).resolves.toMatchObject({ state, told });
  });

  test('a report is kept whole when it is long, odd, or holds a __proto__ key', async () => {
    const book = await make();
    const tags: unknown = JSON.parse('{"__proto__":"x","":"","é\\u0000\\ud83d\\ude00":"\\u202e"}');
    const odd = { ...REPORT, group: { ...REPORT.group, tags: tags as Record<string, string> } };
    const long: Report = { ...odd, rules: Array.from({ length: 300 }, () => OFFENDER) };
    await expect(book.open(long, 'x'.repeat(250_000), 'a', UNTIL)).resolves.toBe(true);
    const found = await book.find(ID);
    expect(JSON.stringify(found?.report)).toBe(JSON.stringify(long));
  });

  test('a report that was found can be changed without a change in the ledger', async () => {
    const book = await opened();
    const found = await book.find(ID);
    Object.assign(found?.report ?? {}, { severity: 'low' });
    await expect(book.find(ID)).resolves.toMatchObject({ report: REPORT });
  });

  test.for<{ name: string; period: Period; days: number[] }>([
    { name: 'all', period: {}, days: [21, 22, 23] },
    { name: 'those since a time', period: { since: '2026-11-22T12:00:00Z' }, days: [22, 23] },
    { name: 'those until a time', period: { until: '2026-11-22T12:00:00Z' }, days: [21] },
    { name: 'those of a period', period: { since: '2026-11-22', until: '2026-11-23T00:00:00Z' }, days: [22] },
    { name: 'none where none is', period: { since: '2027-01-01T00:00:00Z' }, days: [] },
  ])('reports() lists $name, and nothing but reports', async ({ period, days }) => {
    const book = await make();
    await book.remember(AT, MEMORY);
    await book.rememberConduct(AT, CONDUCT);
    await book.countRepair(HOUR, 'a', 1);
    for (const day of [21, 22, 23])
      await book.open({ ...REPORT, id: `${day}/sg`, changedAt: `2026-11-${day}T12:00:00Z` }, '{"a":1}', 'a', UNTIL);
    await book.told('22/sg', 'mail', 'a');
    const found: StoredReport[] = [];
    for await (const stored of book.reports(period)) found.push(stored);
    found.sort((a, b) => (a.report.id < b.report.id ? -1 : 1));
    expect(found.map(({ report }) => report.id)).toEqual(days.map((day) => `${day}/sg`));
    for (const { report, state, told } of found) {
      expect(state).toBe('open');
      expect(told).toEqual({ mail: report.id === '22/sg', event: false });
    }
  });

  test('recall() knows nothing of a group that was never seen', async () => {
    const book = await opened();
    await expect(book.recall(AT)).resolves.toBeUndefined();
  });

  test('recall() gives what was remembered of that group, account and region', async () => {
    const book = await make();
    await expect(book.remember(AT, MEMORY)).resolves.toBe(true);
    await expect(book.recall(AT)).resolves.toEqual(MEMORY);
    await expect(book.recall({ ...AT, group: OTHER_GROUP })).resolves.toBeUndefined();
    await expect(book.recall({ ...AT, region: 'eu-west-2' })).resolves.toBeUndefined();
    await expect(book.recall({ ...AT, account: '111122223333' as AccountId })).resolves.toBeUndefined();
  });

  test.for([
    { version: 4, written: false },
    { version: 5, written: false },
    { version: 6, written: true },
    { version: 10, written: true },
  ])('remember() of version $version is $written when version 5 is there', async ({ version, written }) => {
    const book = await make();
    const five: Memory = { ...MEMORY, version: 5 };
    const next: Memory = { version, accepted: [] };
    await book.remember(AT, five);
    await expect(book.remember(AT, next)).resolves.toBe(written);
    await expect(book.recall(AT)).resolves.toEqual(written ? next : five);
  });

  test('remember() compares versions as numbers', async () => {
    const book = await make();
    await book.remember(AT, { ...MEMORY, version: 10 });
    await expect(book.remember(AT, { ...MEMORY, version: 9 })).resolves.toBe(false);
  });

  test('remember() is true for one attempt alone when several come at once', async () => {
    const book = await make();
    await book.remember(AT, MEMORY);
    const tiers = ['a', 'b', 'c', 'd'];
    const won = await Promise.all(tiers.map((tier) => book.remember(AT, { ...MEMORY, version: 2, tags: { tier } })));
    expect(won.filter((mine) => mine)).toHaveLength(1);
    await expect(book.recall(AT)).resolves.toMatchObject({ version: 2, tags: { tier: tiers[won.indexOf(true)] } });
  });

  test('a memory is kept whole when it is long, odd, or holds a __proto__ key', async () => {
    const book = await make();
    const tags: unknown = JSON.parse('{"__proto__":"x","":"","é\\u0000\\ud83d\\ude00":"\\u202e"}');
    const rule = { ...OFFENDER.rule, description: '; DROP', tags: tags as Record<string, string> };
    const odd: Memory = { version: 1, accepted: Array.from({ length: 1000 }, () => ({ rule })), tags: rule.tags };
    await expect(book.remember(AT, odd)).resolves.toBe(true);
    expect(JSON.stringify(await book.recall(AT))).toBe(JSON.stringify(odd));
  });

  test('a memory that was recalled can be changed without a change in the ledger', async () => {
    const book = await make();
    await book.remember(AT, MEMORY);
    Object.assign((await book.recall(AT)) ?? {}, { version: 9 });
    await expect(book.recall(AT)).resolves.toEqual(MEMORY);
  });

  test('recallConduct() gives what was kept of that group, beside its memory', async () => {
    const book = await make();
    await expect(book.recallConduct(AT)).resolves.toBeUndefined();
    await book.remember(AT, MEMORY);
    await expect(book.rememberConduct(AT, CONDUCT)).resolves.toBe(true);
    await expect(book.recallConduct(AT)).resolves.toEqual(CONDUCT);
    await expect(book.recall(AT)).resolves.toEqual(MEMORY);
    await expect(book.recallConduct({ ...AT, group: OTHER_GROUP })).resolves.toBeUndefined();
    await expect(book.recallConduct({ ...AT, region: 'eu-west-2' })).resolves.toBeUndefined();
  });

  test.for([
    { version: 9, written: false },
    { version: 10, written: false },
    { version: 11, written: true },
  ])('rememberConduct() of version $version is $written when version 10 is there', async ({ version, written }) => {
    const book = await make();
    await book.rememberConduct(AT, { ...CONDUCT, version: 10 });
    await expect(book.rememberConduct(AT, { version, repairs: [], holds: [] })).resolves.toBe(written);
    await expect(book.recallConduct(AT)).resolves.toMatchObject({ version: written ? version : 10 });
  });

  test('recallUses() gives what was kept of that account and region', async () => {
    const book = await make();
    const [at, uses] = [
      { account: AT.account, region: AT.region },
      { version: 1, since: '2026-11-01T00:00:00Z', last: { vendor: '2026-11-23T12:00:00Z' } },
    ];
    await expect(book.recallUses(at)).resolves.toBeUndefined();
    await expect(book.rememberUses(at, uses)).resolves.toBe(true);
    await expect(book.recallUses(at)).resolves.toEqual(uses);
    await expect(book.recallUses({ ...at, region: 'eu-west-2' })).resolves.toBeUndefined();
    await expect(book.rememberUses(at, { ...uses, last: {} })).resolves.toBe(false);
    await expect(book.rememberUses(at, { ...uses, version: 2, last: {} })).resolves.toBe(true);
    await expect(book.recallUses(at)).resolves.toMatchObject({ version: 2, last: {} });
  });

  test('countRepair() is true up to the limit, and for a report that counts already', async () => {
    const book = await make();
    const asked = ['a', 'b', 'a', 'c', 'b', 'd'];
    const counted: boolean[] = [];
    for (const report of asked) counted.push(await book.countRepair(HOUR, report, 2));
    expect(counted).toEqual([true, true, true, false, true, false]);
    await expect(book.countRepair(HOUR, 'c', 3)).resolves.toBe(true);
  });

  test('countRepair() counts each hour, account and region for itself', async () => {
    const book = await make();
    const hours = [HOUR, { ...HOUR, hour: '2026-11-23T13' }, { ...HOUR, region: 'eu-west-2' }];
    for (const hour of [...hours, { ...HOUR, account: '111122223333' as AccountId }])
      await expect(book.countRepair(hour, 'a', 1)).resolves.toBe(true);
    await expect(book.countRepair(HOUR, 'b', 1)).resolves.toBe(false);
  });

  test('countRepair() lets no more than the limit through when several come at once', async () => {
    const book = await make();
    const reports = Array.from({ length: 12 }, (_, index) => `report ${index}`);
    const counted = await Promise.all(reports.map((report) => book.countRepair(HOUR, report, 5)));
    expect(counted.filter((mine) => mine)).toHaveLength(5);
  });

  test('countMail() counts each window and kind for itself, and a report once', async () => {
    const book = await make();
    const count = (id: string, kind = 'high settled', window = WINDOW) => book.countMail(window, kind, id, 2);
    expect([await count('a'), await count('b'), await count('a'), await count('c')]).toEqual([true, true, true, false]);
    expect([await count('c', 'high urgent'), await count('c', 'high settled', LATER)]).toEqual([true, true]);
  });

  test('countMail() lets no more than the limit through when several come at once', async () => {
    const book = await make();
    const ids = Array.from({ length: 12 }, (_, index) => `report ${index}`);
    const counted = await Promise.all(ids.map((id) => book.countMail(WINDOW, 'low settled', id, 5)));
    expect(counted.filter((mine) => mine)).toHaveLength(5);
  });

  test('takeDigest() gives all that was kept, each once, and from then on takes no more in', async () => {
    const book = await make();
    const kept = await Promise.all(['b', 'a', 'c', 'a'].map((id) => book.keepForDigest(DIGEST, id, 9)));
    expect(kept).toEqual([true, true, true, true]);
    await expect(book.takeDigest(DIGEST, 'x', UNTIL, NOW)).resolves.toEqual({
      kind: 'taken',
      reports: ['a', 'b', 'c'],
    });
    await expect(book.keepForDigest(DIGEST, 'd', 9)).resolves.toBe(false);
    await expect(book.keepForDigest(DIGEST, 'a', 9)).resolves.toBe(false);
    await expect(book.keepForDigest({ ...DIGEST, part: 1 }, 'd', 9)).resolves.toBe(true);
  });

  test('keepForDigest() takes as many as are allowed, and those that it has', async () => {
    const book = await make();
    const kept: boolean[] = [];
    for (const id of ['a', 'b', 'c', 'b']) kept.push(await book.keepForDigest(DIGEST, id, 2));
    expect(kept).toEqual([true, true, false, true]);
  });

  test('takeDigest() gives a digest to one attempt at a time, and never again once it was told', async () => {
    const book = await make();
    await book.keepForDigest(DIGEST, 'a', 9);
    const taken = { kind: 'taken', reports: ['a'] };
    await expect(book.takeDigest(DIGEST, 'x', UNTIL, NOW)).resolves.toEqual(taken);
    await expect(book.takeDigest(DIGEST, 'x', UNTIL, NOW)).resolves.toEqual(taken);
    await expect(book.takeDigest(DIGEST, 'y', UNTIL, NOW)).resolves.toEqual({ kind: 'busy' });
    await expect(book.toldDigest(DIGEST, 'y')).resolves.toBe(false);
    await expect(book.takeDigest(DIGEST, 'y', UNTIL + 90_000, UNTIL + 1)).resolves.toEqual(taken);
    await expect(book.toldDigest(DIGEST, 'x')).resolves.toBe(false);
    await expect(book.toldDigest(DIGEST, 'y')).resolves.toBe(true);
    await expect(book.takeDigest(DIGEST, 'z', UNTIL, UNTIL + 900_000)).resolves.toEqual({ kind: 'over' });
  });

  test('takeDigest() finds nothing where there never was a digest, and leaves nothing', async () => {
    const book = await make();
    await expect(book.takeDigest(DIGEST, 'x', UNTIL, NOW)).resolves.toEqual({ kind: 'over' });
    await expect(book.keepForDigest(DIGEST, 'a', 9)).resolves.toBe(true);
  });
});
