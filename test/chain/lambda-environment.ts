import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';

/** A Lambda function as it is deployed: its bundle, and what its configuration says. */
export type FunctionSettings = {
  /** The folder of the unpacked bundle. */
  readonly folder: string;
  /** `index.handler` */
  readonly handler: string;
  readonly arn: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  /** The variables of its configuration. */
  readonly variables: Readonly<Record<string, string>>;
  /** What stands for the AWS around it: AWS_REGION, AWS_ENDPOINT_URL, credentials. */
  readonly surroundings: Readonly<Record<string, string>>;
};

/** How an invocation ended. After `answered` and `failed` the environment is fit for another. */
export type Invocation =
  | { readonly kind: 'answered'; readonly result?: unknown }
  /** The handler threw. */
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'crashed'; readonly how: string };

/** A line that the function wrote. */
export type Line = { readonly stream: 'stdout' | 'stderr'; readonly text: string };

/** One execution environment: a process that runs invocations one after another. */
export type Environment = {
  readonly run: (event: unknown) => Promise<Invocation>;
  /** Ends the process and waits until it is gone and all its lines were heard. */
  readonly kill: () => Promise<void>;
  /** Resolves once the process is gone. */
  readonly gone: Promise<void>;
};

/** Lambda gives a function ten seconds to load. */
const INIT_MS = 10_000;

/** Starts an execution environment; every line that the function writes goes to `hear`. */
export function startEnvironment(settings: FunctionSettings, hear: (line: Line) => void): Environment {
  const child = fork(new URL('./lambda-runtime.ts', import.meta.url), {
    cwd: settings.folder,
    env: variablesOf(settings),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of ['stdout', 'stderr'] as const) {
    const input = child[stream];
    if (input) createInterface({ input }).on('line', (text) => hear({ stream, text }));
  }
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));

  /** What the process says next, or how it ended instead. */
  const next = (limitMs: number) =>
    new Promise<Invocation>((resolve) => {
      const settle = (invocation: Invocation) => {
        clearTimeout(timer);
        child.off('message', settle).off('close', onClose);
        resolve(invocation);
      };
      const onClose = (code: number | null, signal: string | null) =>
        settle({ kind: 'crashed', how: signal ?? `exit ${code}` });
      const timer = setTimeout(settle, limitMs, { kind: 'timed-out' });
      child.on('message', settle).on('close', onClose);
    });
  let ready: Promise<unknown> | undefined = next(INIT_MS);

  return {
    gone,
    run: async (event) => {
      const loaded = (await ready) as Invocation | { readonly kind: 'ready' } | undefined;
      ready = undefined;
      if (loaded !== undefined && loaded.kind !== 'ready') return loaded;
      if (!child.connected) return { kind: 'crashed', how: 'between two invocations' };
      const deadline = Date.now() + settings.timeoutMs;
      const ended = next(settings.timeoutMs);
      // A process that is ending still seems connected; that it is gone is told by `ended`.
      child.send({ event, requestId: randomUUID(), arn: settings.arn, deadline }, () => {});
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

/** The variables of a function's process: its own, those that Lambda sets, and nothing of this machine's. */
function variablesOf({ folder, handler, arn, memoryMb, variables, surroundings }: FunctionSettings) {
  const name = arn.split(':').at(-1) ?? '';
  return {
    ...surroundings,
    ...variables,
    // No settings of the SDK in somebody's home folder.
    HOME: folder,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: handler,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
  };
}
