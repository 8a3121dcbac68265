import { spawn } from 'node:child_process';

/** How a program is run. */
export type Program = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number;
};

/** Runs a program to its end and gives what it wrote; throws with that when it fails, or when it takes too long. */
export function runProgram({ command, args, cwd, env, limitMs }: Program): Promise<string> {
  // A group of its own, so that what the program has started can be ended with it.
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  const timer = setTimeout(end, limitMs);
  process.once('exit', end);
  return new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const text = said.join('');
      if (code === 0) resolve(text);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}:\n${text}`));
    });
  }).finally(() => {
    clearTimeout(timer);
    process.off('exit', end);
  });
}
