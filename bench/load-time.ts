import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../infra/bundle.ts';
import { defaultBundle } from './default-bundle.ts';
import { inTurn } from './in-turn.ts';
import type { Effort, Row } from './row.ts';

const HANDLER = 'functions/respond/handler.ts';

/** Ours may take at most this part of what the default takes. */
const GOAL = 0.35;

/** A bundle and the options of Node that it is loaded with. */
type Subject = { readonly bundle: string; readonly options?: readonly string[] };

/** Prints how long the import of a module took, in milliseconds; the process is as fresh as a cold start. */
const LOAD = `
  const start = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - start));
`;

/** All that the processes see of the environment: no option or cache of the caller's may help or harm a subject. */
const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  // The Lambda runtime brings the SDK as CommonJS packages in a folder that NODE_PATH names; here it is the project's.
  NODE_PATH: resolve(import.meta.dirname, '../node_modules'),
  TABLE_NAME: 'ledger',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:notices',
  REPORTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:reports',
  RECORDS_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/records',
  DIGESTS_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/digests',
  BUS_NAME: 'default',
  OWN_ROLE_ARN: 'arn:aws:iam::111122223333:role/responder',
  RETENTION_DAYS: '365',
};

/** How long the function takes to load, each time in a process of its own. */
export async function loadTime({ loads }: Effort): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
  try {
    const own = async (name: string, entry: string) => {
      await bundle(entry, join(folder, name), []);
      return join(folder, name, 'index.mjs');
    };
    const ours = await own('ours', HANDLER);
    const subjects: Record<'deployed' | 'plain' | 'runtime' | 'bundled' | 'bare', Subject> = {
      deployed: { bundle: ours, options: ['--enable-source-maps'] },
      plain: { bundle: ours },
      runtime: { bundle: defaultBundle(HANDLER, join(folder, 'runtime'), false) },
      bundled: { bundle: defaultBundle(HANDLER, join(folder, 'bundled'), true) },
      bare: { bundle: await own('bare', 'bench/bare-handler.ts') },
    };
    const times = await inTurn(Object.values(subjects), loads, load);
    const [deployed = 0, plain = 0, runtime = 0, bundled = 0, bare = 0] = times;
    const row = (measure: string, time: number, peer: string, peerTime: number, goal?: number): Row => ({
      measure,
      figure: ms(time),
      against: `${ms(peerTime)}: ${peer}`,
      ratio: time / peerTime,
      ...(goal !== undefined && { goal }),
    });
    const deployedText = 'Load, as deployed (with source maps)';
    return [
      row(deployedText, deployed, "the CDK's defaults, SDK of the runtime", runtime, GOAL),
      row(deployedText, deployed, "the CDK's defaults, bundleAwsSDK", bundled, GOAL),
      row('Load, without source maps', plain, "the CDK's defaults, SDK of the runtime", runtime, GOAL),
      row('Load, without source maps', plain, 'a bare middy handler, bundled alike', bare),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function load({ bundle, options = [] }: Subject): number {
  const line = [...options, '--input-type=module', '--eval', LOAD, pathToFileURL(bundle).href];
  const time = Number(execFileSync(process.execPath, line, { env: ENVIRONMENT, encoding: 'utf8' }));
  if (!(time > 0)) throw new Error(`Loading ${bundle} gave no time`);
  return time;
}

const ms = (time: number): string => `${time.toFixed(1)} ms`;
