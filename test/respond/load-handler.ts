import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import { vi } from 'vitest';
import { DEFAULT_GUARDRAILS } from '../../functions/core/guardrails.ts';
import type { Policy } from '../../functions/core/policy.ts';

/** What the deployment tells the functions. */
export const ENVIRONMENT = {
  TABLE_NAME: 'ledger',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:notices',
  REPORTS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:reports',
  RECORDS_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/records',
  DIGESTS_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/digests',
  BUS_NAME: 'default',
  OWN_ROLE_ARN: 'arn:aws:iam::111122223333:role/portcullis',
  RETENTION_DAYS: '365',
};

/** A handler as it is on Lambda, but for its SDK clients. */
export type LoadedHandler = {
  /** Invokes it; `left` are the milliseconds that it has. */
  readonly handle: (event: unknown, left?: number) => Promise<unknown>;
  /** What it has written, line by line. */
  readonly lines: Record<string, unknown>[];
  /** Puts everything back as it was. */
  readonly end: () => void;
};

/** Loads a handler of `functions` with variables beside `ENVIRONMENT`, some policies and the default guardrails. */
export async function loadHandler(
  name: 'respond' | 'sweep' | 'digest',
  variables: Readonly<Record<string, string>>,
  policies: readonly Policy[] = [],
): Promise<LoadedHandler> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  writeFileSync(join(folder, 'policies.json'), JSON.stringify(policies));
  writeFileSync(join(folder, 'guardrails.json'), JSON.stringify(DEFAULT_GUARDRAILS));
  const powertools = {
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    POWERTOOLS_METRICS_NAMESPACE: 'Portcullis',
  };
  for (const [key, value] of Object.entries({ ...ENVIRONMENT, ...powertools, ...variables })) vi.stubEnv(key, value);
  // The handler finds its files beside the bundle; here they lie in a folder of the test's.
  vi.stubGlobal(
    'URL',
    class extends URL {
      constructor(url: string | URL, base?: string | URL) {
        super(url, /^(policies|guardrails)\.json$/.test(String(url)) ? pathToFileURL(`${folder}/`) : base);
      }
    },
  );
  const lines: Record<string, unknown>[] = [];
  for (const stream of ['log', 'info', 'error', 'warn', 'debug'] as const)
    vi.spyOn(console, stream).mockImplementation(
      (line: unknown) => void lines.push(typeof line === 'string' ? JSON.parse(line) : { line }),
    );
  const { handler } = await import(`../../functions/${name}/handler.ts`);
  return {
    lines,
    handle: (event, left = 600_000) =>
      (handler as (event: unknown, context: Context) => Promise<unknown>)(event, {
        awsRequestId: 'r',
        functionName: 'f',
        getRemainingTimeInMillis: () => left,
      } as Context),
    end: () => {
      vi.unstubAllGlobals();
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
