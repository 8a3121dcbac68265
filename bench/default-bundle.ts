import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { DEFAULT_GUARDRAILS } from '../functions/core/guardrails.ts';

const ROOT = resolve(import.meta.dirname, '..');

/**
 * Bundles a handler as the CDK does by default, by the CDK itself, and gives the path of the bundle: CommonJS, not
 * minified, and without the SDK, which the Lambda runtime has; `bundleAwsSDK` puts it in.
 */
export function defaultBundle(entry: string, outDir: string, bundleAwsSDK: boolean): string {
  const app = new App({ outdir: outDir, context: flags, analyticsReporting: false });
  new NodejsFunction(new Stack(app, 'Default'), 'Handler', {
    entry: resolve(ROOT, entry),
    runtime: Runtime.NODEJS_24_X,
    projectRoot: ROOT,
    depsLockFilePath: join(ROOT, 'package-lock.json'),
    bundling: {
      bundleAwsSDK,
      // Not a default, but without it the handler would not run at all: esbuild leaves import.meta empty in CommonJS, and
      // the handler finds its policies by it.
      define: { 'import.meta.url': 'bundleUrl' },
      banner: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;",
    },
  });
  app.synth();
  const asset = readdirSync(outDir).find((name) => name.startsWith('asset.'));
  if (asset === undefined) throw new Error(`The CDK left no asset in ${outDir}`);
  // What our own bundle brings beside the code.
  writeFileSync(join(outDir, asset, 'policies.json'), '[]');
  writeFileSync(join(outDir, asset, 'guardrails.json'), JSON.stringify(DEFAULT_GUARDRAILS));
  return join(outDir, asset, 'index.js');
}
