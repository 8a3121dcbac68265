import { relative, resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Policy } from '../functions/core/policy.ts';
import { compilePolicies } from '../functions/policy-file/compile-policies.ts';
import { InputError } from './input-error.ts';
import { createResponderStack } from './responder-stack.ts';
import { readSettings } from './settings.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** What the app is built from; all of it has a default where the CDK's command line starts it. */
export type AppProps = {
  /** Settings as `-c KEY=VALUE` gives them. Those of the command line win. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Where the templates and the bundle are written. */
  readonly outdir?: string;
};

/**
 * The CDK app: the same for the command line, the tests and the local account. It checks itself against cdk-nag's
 * AwsSolutions pack when it is synthesised.
 *
 * Throws an InputError for settings and policies that are not valid.
 */
export function buildApp({ context = {}, outdir }: AppProps = {}): App {
  const app = new App({
    // The flags are the CDK's, of the very version that is locked: an upgrade that changes one shows in the golden template.
    context: { ...flags, ...context },
    analyticsReporting: false,
    autoSynth: false,
    ...(outdir === undefined ? {} : { outdir }),
  });
  const settings = readSettings(app.node.getAllContext(), ROOT);
  createResponderStack(app, settings, readPolicies(settings.policies));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

function readPolicies(folder: string): readonly Policy[] {
  try {
    return compilePolicies(relative(process.cwd(), folder) || '.');
  } catch (cause) {
    // A plain Error lists what is wrong with the files; any other kind is a fault of the program.
    if (!(cause instanceof Error) || cause.name !== 'Error') throw cause;
    throw new InputError(cause.message, { cause });
  }
}
