import {
  type Environment,
  type FunctionSettings,
  type Invocation,
  type Line,
  startEnvironment,
} from './lambda-environment.ts';

/** A Lambda function on this machine. */
export type LambdaFunction = {
  /** Runs it in an idle environment, or in a new one. */
  readonly invoke: (event: unknown) => Promise<Invocation>;
  /** All that it has written so far. */
  readonly lines: readonly Line[];
  /** How many environments were started. */
  readonly coldStarts: () => number;
  /** Ends every environment; await it at the end of a test, however it ended. */
  readonly stop: () => Promise<void>;
};

/**
 * Runs a bundle as Lambda does: each environment is a process of its own with the environment variables of the
 * configuration, is kept for the next invocation, and is killed when an invocation runs out of time.
 */
export function createLambdaFunction(settings: FunctionSettings): LambdaFunction {
  const lines: Line[] = [];
  const running = new Set<Environment>();
  const idle: Environment[] = [];
  let started = 0;

  const start = (): Environment => {
    const environment = startEnvironment(settings, (line) => lines.push(line));
    started++;
    running.add(environment);
    void environment.gone.then(() => {
      running.delete(environment);
      const index = idle.indexOf(environment);
      if (index >= 0) idle.splice(index, 1);
    });
    return environment;
  };

  return {
    lines,
    coldStarts: () => started,
    invoke: async (event) => {
      const environment = idle.pop() ?? start();
      const invocation = await environment.run(event);
      switch (invocation.kind) {
        case 'answered':
        case 'failed':
          if (running.has(environment)) idle.push(environment);
          break;
        case 'timed-out':
        case 'crashed':
          await environment.kill();
          break;
        default:
          invocation satisfies never;
      }
      return invocation;
    },
    stop: async () => {
      await Promise.all([...running].map((environment) => environment.kill()));
    },
  };
}
