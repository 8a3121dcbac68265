import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { start } from '../../../cli/start/start.ts';
import { expectGolden } from '../../golden/expect-golden.ts';
import { authorizeRecord, envelope, flatRecord, modifyRecord, record } from '../../records/records.ts';

async function run(...args: string[]): Promise<{ exit: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await start(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

describe('npm start', () => {
  test('tells the walkthrough, in which everything comes out as it must', async () => {
    const { exit, out, err } = await run();
    expect([exit, err]).toEqual([0, '']);
    expectGolden('walkthrough.txt', `${out.replace(/It took [\d.]+ s/, 'It took N s')}\n`);
  });

  test('says how it is called, and what is wrong with a call', async () => {
    expect(await run('--help')).toMatchObject({ exit: 0, err: '' });
    expect(await run('--mail')).toMatchObject({ exit: 2, err: expect.stringContaining('--mails') });
    expect(await run('--policies', 'no-such-folder')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no-such-folder'),
    });
  });
});

describe('npm start -- FILE...', () => {
  let folder: string;
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const open = authorizeRecord({ permissions: [{ protocol: 'tcp', from: 22, to: 22, ipv4: ['0.0.0.0/0'] }] });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('runs one record, a Records file, an event, lines, a list and gzip of them', async () => {
    const other = (eventID: string, made: Record<string, unknown>) => ({ ...made, eventID });
    const files = [
      file('one.json', JSON.stringify(open, null, 2)),
      file(
        'many.json.gz',
        gzipSync(JSON.stringify({ Records: [other('many-1', open), record('DescribeSecurityGroups')] })),
      ),
      file('event.json', JSON.stringify(envelope(other('event-1', open)))),
      file(
        'lines.ndjson',
        `${JSON.stringify(other('line-1', open))}\n\n${JSON.stringify(other('line-2', modifyRecord()))}\n`,
      ),
      file('list.json', JSON.stringify([other('list-1', flatRecord({}))])),
    ];
    const { exit, out, err } = await run(...files);
    expect([exit, err]).toEqual([0, '']);
    expect(out).toContain('7 records: 6 changes judged');
    expect(out).toContain('[critical] Would revert (audit): tcp 22 from 0.0.0.0/0');
    expect(out.match(/^2026-.*would-revert/gm)).toHaveLength(6);
    expect(await run(folder)).toMatchObject({ exit: 0, out: expect.stringContaining('7 records: 6 changes judged') });
  });

  test('shows mails in full when asked', async () => {
    const { out } = await run('--mails', file('mail.json', JSON.stringify(open)));
    expect(out).toContain('WHO DID IT');
  });

  test.for<[string, string | Buffer, RegExp]>([
    ['broken.json', '{"Records":[{"eventName":"x"},', /broken\.json:1:31: no JSON/],
    ['deep.json', '{\n "a": [1,\n  2 3]}', /deep\.json:3:5: no JSON/],
    ['text.txt', 'not JSON at all', /text\.txt:1:1: no JSON/],
    [
      'other.json',
      '{"Records":[{"eventName":"DescribeVpcs","eventSource":"ec2.amazonaws.com"},{"a":1}]}',
      /other\.json: Records\[1\]: no CloudTrail record/,
    ],
    ['binary.gz', Buffer.from([0x1f, 0x8b, 0, 1]), /binary\.gz: /],
    ['latin.json', Buffer.from([0x22, 0xe4, 0x22]), /latin\.json: no text in UTF-8/],
    ['cut.ndjson', `${JSON.stringify(open)}\n{"eventName":`, /cut\.ndjson:2:14: no JSON/],
    ['timeless.json', JSON.stringify({ ...open, eventTime: 'yesterday' }), /timeless\.json: eventTime: "yesterday"/],
  ])('names the place in %s, runs the rest and exits with 2', async ([name, content, expected]) => {
    const { exit, out, err } = await run(
      file(`bad-${name}`, content),
      file('good.json', JSON.stringify({ ...open, eventID: 'good' })),
    );
    expect(exit).toBe(2);
    expect(err).toMatch(expected);
    expect(out).toContain('Would revert (audit)');
    rmSync(join(folder, `bad-${name}`));
  });

  test('names a file that is not there', async () => {
    expect(await run(join(folder, 'nowhere.json'))).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/nowhere\.json: no such file/),
    });
  });
});
