import { resolve } from 'node:path';
import type { MotoServer } from '../moto/server.ts';
import { runProgram } from './run-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Prepares the emulated account for the CDK and deploys Portcullis into it, with the commands of the README; `settings`
 * are given as `-c KEY=VALUE`. The cloud assembly is left in `outdir`; `home` is an empty folder for what the programs keep.
 */
export async function deploy(
  { endpoint, client: { region, credentials } }: MotoServer,
  settings: Readonly<Record<string, string>>,
  { outdir, home }: { readonly outdir: string; readonly home: string },
): Promise<void> {
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    HOME: home,
    // Else the CLI's version check and npm's would leave this machine.
    CI: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    npm_config_update_notifier: 'false',
    npm_config_offline: 'true',
    AWS_ENDPOINT_URL: endpoint,
    // The template's address, which CloudFormation gets as a text and moto reads the bucket's name from; nobody calls it.
    AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: `https://s3.${region}.amazonaws.com`,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const context = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const run = (command: string, ...args: string[]) =>
    runProgram({ command, args: [...args, ...context, '--output', outdir], cwd: ROOT, env, limitMs: 90_000 });
  await run('npx', 'cdk', 'bootstrap');
  // Nobody is there to be asked.
  await run('npm', 'run', 'deploy', '--', '--require-approval', 'never');
}
