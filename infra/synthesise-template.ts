import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTemplateApp } from './build-app.ts';

/**
 * The CloudFormation template of the app with the given settings, in a second or less: without the bundle and without the
 * CDK's check against its resource schemas, which `cdk synth` makes. Leaves nothing behind.
 *
 * Throws what `buildTemplateApp` throws, and the CDK's ValidationFailed where cdk-nag finds something.
 */
export function synthesiseTemplate(
  settings: Readonly<Record<string, unknown>>,
  stack = 'Portcullis',
): Record<string, unknown> {
  const outdir = mkdtempSync(join(tmpdir(), 'portcullis-'));
  const context = {
    ...settings,
    '@aws-cdk/core:validateAgainstDefaultRules': false,
  };
  try {
    return buildTemplateApp({ context, outdir }).synth().getStackByName(stack).template;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
