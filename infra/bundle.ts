import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../functions/core/guardrails.ts';
import type { Policy } from '../functions/core/policy.ts';
import { shakeSdk } from './shake-sdk.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Packages that belong to the build: policies are read and checked there, and the function gets them compiled. */
const BUILD_ONLY = ['yaml', 'zod', 'esbuild', 'aws-cdk-lib'];

/** A file of a bundle and its size. */
export type BundledFile = { readonly name: string; readonly bytes: number };

/**
 * Bundles a Lambda handler into `outDir`: `index.mjs` (handler `index.handler`), its chunks and source maps, and
 * `policies.json` and `guardrails.json` with what the policies folder was compiled to. The same sources give the same bytes,
 * wherever they are written.
 *
 * Throws where the handler does not build, and where it draws in a package that belongs to the build.
 */
export async function bundle(
  entry: string,
  outDir: string,
  policies: readonly Policy[],
  guardrails: Guardrails = DEFAULT_GUARDRAILS,
): Promise<BundledFile[]> {
  // Source maps hold paths relative to their own place, so esbuild gets a fixed one, and the files are written from here.
  const place = join(ROOT, '.build', 'bundle');
  const { outputFiles, metafile } = await build({
    entryPoints: { index: resolve(ROOT, entry) },
    outdir: place,
    absWorkingDir: ROOT,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    // The order matters: as CommonJS the SDK's clients can't be shaken, and load more than twice as slowly.
    mainFields: ['module', 'main'],
    // Clients that are imported when they are first needed stay out of the cold start.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [shakeSdk],
  });
  const intruders = BUILD_ONLY.filter((name) =>
    Object.keys(metafile.inputs).some((path) => path.includes(`node_modules/${name}/`)),
  );
  if (intruders.length > 0) throw new Error(`${basename(entry)} draws ${intruders.join(', ')} into its bundle`);

  const files = [
    ...outputFiles.map(({ path, contents }) => ({ name: basename(path), contents })),
    { name: 'policies.json', contents: Buffer.from(JSON.stringify(policies)) },
    { name: 'guardrails.json', contents: Buffer.from(JSON.stringify(guardrails)) },
  ];
  mkdirSync(outDir, { recursive: true });
  for (const { name, contents } of files) writeFileSync(join(outDir, name), contents);
  return files.map(({ name, contents }) => ({ name, bytes: contents.length }));
}
