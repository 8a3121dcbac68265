import { resolve } from 'node:path';
import type { MotoServer } from '../moto/server.ts';
import { runProgram } from './run-program.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The README's commands that deploy: once for an account and region, and then each time. */
const COMMANDS = ['npx cdk bootstrap -c email=you@example.com', 'npm run deploy -- -c email=you@example.com'];

/**
 * Deploys Portcullis into an emulated account, by the README's commands and the real CDK; `settings` are added to them as
 * `-c KEY=VALUE`. The cloud assembly is left in `outdir`; `home` is a folder for what the programs keep.
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
    // Else npm and the CDK would ask the internet for newer versions of themselves.
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
    CDK_DISABLE_VERSION_CHECK: '1',
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    // The template's place as CloudFormation is told it. Moto reads the bucket from the text; nobody calls the address.
    AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: `https://s3.${region}.amazonaws.com`,
  };
  const context = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  for (const line of COMMANDS) {
    const [command = '', ...args] = line.split(' ');
    // Nobody is there to approve of the new permissions.
    const more = [...context, '--output', outdir, ...(line.includes('deploy') ? ['--require-approval', 'never'] : [])];
    await runProgram({ command, args: [...args, ...more], cwd: ROOT, env, limitMs: 90_000 });
  }
}
