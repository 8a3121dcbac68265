import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Guardrails } from '../functions/core/guardrails.ts';
import type { Policy } from '../functions/core/policy.ts';
import { compileGuardrails } from '../functions/policy-file/compile-guardrails.ts';
import { compilePolicies } from '../functions/policy-file/compile-policies.ts';
import { createBacktestStack } from './backtest-stack.ts';
import { bundle } from './bundle.ts';
import { InputError } from './input-error.ts';
import { type CodeFolders, createResponderStack } from './responder-stack.ts';
import { readSettings, type Settings } from './settings.ts';

const ROOT = resolve(import.meta.dirname, '..');
const RESPOND = join(ROOT, 'functions/respond/handler.ts');
const SWEEP = join(ROOT, 'functions/sweep/handler.ts');
const DIGEST = join(ROOT, 'functions/digest/handler.ts');
const BACKTEST = join(ROOT, 'functions/backtest/handler.ts');

/** What the app is built from; all of it has a default where the CDK's command line starts it. */
export type AppProps = {
  /** Settings as `-c KEY=VALUE` gives them. Those of the command line win. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Where the templates and the bundle are written. */
  readonly outdir?: string;
};

/**
 * The CDK app with its bundled functions. It checks itself against cdk-nag's AwsSolutions pack when it is synthesised.
 *
 * Rejects with an InputError for settings and policies that are not valid.
 */
export async function buildApp(props: AppProps = {}): Promise<App> {
  const draft = draftApp(props);
  const code = mkdtempSync(join(tmpdir(), 'portcullis-'));
  try {
    const folders = {
      respond: join(code, 'respond'),
      sweep: join(code, 'sweep'),
      digest: join(code, 'digest'),
      backtest: join(code, 'backtest'),
    };
    await bundle(RESPOND, folders.respond, draft.policies, draft.guardrails);
    await bundle(SWEEP, folders.sweep, draft.policies, draft.guardrails);
    // It judges nothing, so new policies leave it as it is.
    await bundle(DIGEST, folders.digest, []);
    if (draft.settings.archive !== undefined) await bundle(BACKTEST, folders.backtest, draft.policies);
    // Staged when it is added, so that the folder is needed no longer.
    return finishApp(draft, folders);
  } finally {
    rmSync(code, { recursive: true });
  }
}

/** The same app as far as its template goes: its functions have the sources for their code. Throws what `buildApp` throws. */
export const buildTemplateApp = (props: AppProps = {}): App =>
  finishApp(draftApp(props), {
    respond: dirname(RESPOND),
    sweep: dirname(SWEEP),
    digest: dirname(DIGEST),
    backtest: dirname(BACKTEST),
  });

type Draft = {
  readonly app: App;
  readonly settings: Settings;
  readonly policies: readonly Policy[];
  readonly guardrails: Guardrails;
};

function draftApp({ context = {}, outdir }: AppProps): Draft {
  const app = new App({
    // The flags are the CDK's, of the very version that is locked: an upgrade that changes one shows in the golden template.
    context: { ...flags, ...context },
    analyticsReporting: false,
    autoSynth: false,
    ...(outdir === undefined ? {} : { outdir }),
  });
  const settings = readSettings(app.node.getAllContext(), ROOT);
  const compiled = compile(settings.policies);
  return { app, settings, ...compiled };
}

function finishApp({ app, settings, policies }: Draft, code: CodeFolders & { readonly backtest: string }): App {
  createResponderStack(app, settings, policies, code);
  if (settings.archive !== undefined) createBacktestStack(app, settings.archive, settings.retentionDays, code.backtest);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

function compile(folder: string): Pick<Draft, 'policies' | 'guardrails'> {
  const dir = relative(process.cwd(), folder) || '.';
  try {
    return { policies: compilePolicies(dir), guardrails: compileGuardrails(dir) };
  } catch (cause) {
    // A plain Error lists what is wrong with the files; any other kind is a fault of the program.
    if (!(cause instanceof Error) || cause.name !== 'Error') throw cause;
    throw new InputError(cause.message, { cause });
  }
}
