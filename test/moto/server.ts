import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installMoto } from './install.ts';

/** A running moto, for one test file. */
export type MotoServer = {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** For every SDK client: `new EC2Client(moto.client)`. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  /** Empties every service. */
  readonly reset: () => Promise<void>;
  /** Ends the process and waits for it. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts moto on a free loopback port, installing it when needed; await it at the top of a test file. Undefined, with
 * one line on the terminal that says why, where it can't be had; under `CI=true` that is an error.
 *
 *     const moto = await startMoto();
 *     describe.runIf(moto)('on moto', () => { afterAll(() => moto?.stop()); });
 */
export async function startMoto(region = 'eu-west-1'): Promise<MotoServer | undefined> {
  const moto = await installMoto();
  if (moto.kind === 'unavailable') {
    if (process.env.CI === 'true') throw new Error(`moto can't be had: ${moto.reason}`);
    process.stderr.write(`Tests on moto are left out: ${moto.reason}\n`);
    return undefined;
  }
  // MOTO_ and AWS_ settings of the machine must not reach it.
  const { PATH = '', HOME = '' } = process.env;
  const server = spawn(moto.python, [join(import.meta.dirname, 'serve.py')], {
    env: { PATH, HOME, NO_COLOR: '1', ...moto.env },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const endpoint = await endpointOf(server);
  return {
    endpoint,
    client: { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, maxAttempts: 1 },
    reset: async () => {
      const answer = await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
      if (!answer.ok) throw new Error(`moto answered ${answer.status} to a reset`);
    },
    stop: async () => {
      server.kill('SIGKILL');
      await ended;
    },
  };
}

/** Moto says where it listens once it does; port 0 made the system choose. */
async function endpointOf(server: ReturnType<typeof spawn>): Promise<string> {
  if (!server.stderr) throw new TypeError('moto was started without its output');
  const said: string[] = [];
  const lines = createInterface({ input: server.stderr });
  const found = new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('close', (code) => reject(new Error(`moto ended with ${code} before it answered: ${said.join('\n')}`)));
    lines.on('line', (line) => {
      said.push(line);
      if (said.length > 50) said.shift();
      const endpoint = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    });
  });
  return found;
}
