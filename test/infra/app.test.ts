import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { buildApp, buildTemplateApp } from '../../infra/build-app.ts';
import { InputError } from '../../infra/input-error.ts';
import { withFolder } from './synth.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const email = 'security@example.com';

/** Runs the app as the CDK's command line does. */
function run(context: Record<string, unknown>, outdir: string) {
  const env = { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_OUTDIR: outdir };
  return spawnSync(process.execPath, ['infra/app.ts'], { cwd: ROOT, env, encoding: 'utf8' });
}

test('the app passes cdk-nag with its sample and without', async () => {
  for (const sample of [true, false]) {
    await withFolder((outdir) => {
      const app = buildTemplateApp({ context: { email, sample }, outdir });
      expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
    });
  }
});

test('the app is the same twice: template, bundle and all', async () => {
  const copies = ['one', 'two/three'].map((path) =>
    withFolder(async (folder) => {
      const assembly = (await buildApp({ context: { email }, outdir: join(folder, path) })).synth();
      const { template } = assembly.getStackByName('Portcullis');
      return { template, assets: readdirSync(join(folder, path)).filter((name) => name.startsWith('asset.')) };
    }),
  );
  const [first, second] = await Promise.all(copies);
  expect(first?.assets).toHaveLength(3);
  expect(first).toEqual(second);
});

test('the app leaves a template and its bundle where the command line wants them', async () => {
  await withFolder((outdir) => {
    const { status, stderr } = run({ email }, outdir);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const asset = readdirSync(outdir).find((name) => name.startsWith('asset.')) ?? '';
    expect(readdirSync(join(outdir, asset))).toEqual(expect.arrayContaining(['index.mjs', 'policies.json']));
  });
});

test('the app says which settings are wrong, and no more', async () => {
  await withFolder((outdir) => {
    const { status, stdout, stderr } = run({ email: 'nobody', sample: 'maybe' }, outdir);
    expect({ status, stdout, lines: stderr.trimEnd().split('\n') }).toEqual({
      status: 1,
      stdout: '',
      lines: [
        'The settings are not valid',
        expect.stringMatching(/^ {2}email: "nobody" is not an email address/),
        '  sample: "maybe" is not true or false',
      ],
    });
    expect(readdirSync(outdir)).toEqual([]);
  });
});

test('an invalid policy stops the app with file, line and column', async () => {
  await withFolder(async (folder) => {
    const policies = join(folder, 'policies');
    mkdirSync(join(policies, 'broken'), { recursive: true });
    writeFileSync(join(policies, 'broken', 'policy.yaml'), 'id: broken\ntitle: Broken\nseverity: dire\n');
    const { status, stderr } = run({ email, policies }, join(folder, 'out'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/broken\/policy\.yaml:3:\d+ unknown-word .*dire/);
    expect(stderr).not.toMatch(/^\s+at /m);
    await expect(buildApp({ context: { email, policies }, outdir: join(folder, 'out') })).rejects.toThrow(InputError);
  });
});
