import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Guardrails } from '../../functions/core/guardrails.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { bundle } from '../../infra/bundle.ts';
import { exemption, from } from '../core/exemptions.ts';
import { withFolder } from './synth.ts';

const HANDLER = 'functions/respond/handler.ts';
const policy: Policy = {
  id: 'no-public-ssh',
  title: 'No SSH',
  severity: 'high',
  mode: 'audit',
  scope: {},
  ban: { kind: 'freeze' },
  remedy: 'notify',
  runbook: 'Ask',
  exemptions: [exemption([from('tcp', [22, 22], 'any')], { policy: 'no-public-ssh' })],
};

const GUARDRAILS: Guardrails = {
  protected: { groups: ['prod-*'], tags: {} },
  repairsAnHour: 5,
  breaker: { repairs: 2, within: 30 },
  exemptionDays: 90,
  mails: { atOnce: 3, within: 2 },
};

const contents = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

test('bundle() writes the handler, its chunks with their maps, and the policies', async () => {
  await withFolder(async (folder) => {
    const files = await bundle(HANDLER, folder, [policy], GUARDRAILS);
    const names = files.map(({ name }) => name);
    expect(readdirSync(folder).sort()).toEqual(names.toSorted());
    expect(names.filter((name) => !/^(index|chunk-[A-Z0-9]{8})\.mjs(\.map)?$/.test(name))).toEqual([
      'policies.json',
      'guardrails.json',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'policies.json'), 'utf8'))).toEqual([policy]);
    expect(JSON.parse(readFileSync(join(folder, 'guardrails.json'), 'utf8'))).toEqual(GUARDRAILS);
    const code = contents(folder).filter(([name]) => name.endsWith('.mjs'));
    // esbuild writes this where a package asks for a module at run time that the bundle could not give it.
    expect(code.filter(([, text]) => text.includes('Dynamic require of'))).toEqual([]);
  });
});

test('bundle() keeps the clients that only tell out of what a cold start loads', async () => {
  await withFolder(async (folder) => {
    await bundle(HANDLER, folder, []);
    const loaded = new Set<string>();
    const load = (name: string) => {
      if (loaded.has(name)) return;
      loaded.add(name);
      const text = readFileSync(join(folder, name), 'utf8');
      for (const [, chunk] of text.matchAll(/(?:from|import)\s*"\.\/(chunk-\w+\.mjs)"/g)) load(String(chunk));
    };
    load('index.mjs');
    const start = [...loaded].map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    expect(start).toContain('com.amazonaws.ec2');
    expect(start).toContain('com.amazonaws.dynamodb');
    expect(start).not.toContain('com.amazonaws.sns');
    expect(start).not.toContain('com.amazonaws.sqs');
    expect(start).not.toContain('com.amazonaws.eventbridge');
  });
});

test('bundle() writes the same bytes wherever it writes', async () => {
  const copies = ['a', 'b/c/d'].map((path) =>
    withFolder(async (folder) => {
      await bundle(HANDLER, join(folder, path), [policy]);
      return contents(join(folder, path)).map(([name, text]) => [
        name,
        createHash('sha256').update(text).digest('hex'),
      ]);
    }),
  );
  const [here, there] = await Promise.all(copies);
  expect(here).toEqual(there);
});

test('bundle() draws in nothing that belongs to the build', async () => {
  const build = join(import.meta.dirname, '../../.build');
  mkdirSync(build, { recursive: true });
  // Inside the project, so that the packages are found.
  const source = mkdtempSync(join(build, 'intruder-'));
  const entry = join(source, 'handler.ts');
  writeFileSync(entry, "export { parse } from 'yaml';\nexport { z } from 'zod';\n");
  try {
    await withFolder(async (folder) => {
      await expect(bundle(entry, folder, [])).rejects.toThrow('handler.ts draws yaml, zod into its bundle');
      expect(readdirSync(folder)).toEqual([]);
    });
  } finally {
    rmSync(source, { recursive: true });
  }
});

test('bundle() throws when the handler does not build', async () => {
  await withFolder(async (folder) => {
    await expect(bundle('functions/nowhere.ts', folder, [])).rejects.toThrow('Could not resolve');
  });
});

test('bundle() leaves out the calls of the SDK that nobody makes', async () => {
  await withFolder(async (folder) => {
    const files = await bundle(HANDLER, folder, []);
    const code = contents(folder)
      .filter(([name]) => name.endsWith('.mjs'))
      .map(([, text]) => text)
      .join('\n');
    expect(['RevokeSecurityGroupIngress', 'CreateVpnConnection'].map((call) => code.includes(call))).toEqual([
      true,
      false,
    ]);
    expect(files.find(({ name }) => name === 'index.mjs')?.bytes).toBeLessThan(400_000);
  });
});
