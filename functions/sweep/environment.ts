import { type Environment, readEnvironment } from '../respond/environment.ts';

/** What the deployment tells the function. */
export type SweepEnvironment = Environment & { readonly region: string; readonly enforce: boolean };

/** Reads the function's environment variables; throws TypeError for one that is missing or odd. */
export function readSweepEnvironment(variables: Readonly<Record<string, string | undefined>>): SweepEnvironment {
  const environment = readEnvironment(variables);
  const { SWEEP, AWS_REGION } = variables;
  if (SWEEP !== 'audit' && SWEEP !== 'enforce') {
    throw new TypeError(`The function is not set up: SWEEP is ${JSON.stringify(SWEEP)}, neither audit nor enforce`);
  }
  if (!AWS_REGION) throw new TypeError('The function is not set up: AWS_REGION is not set');
  return { ...environment, region: AWS_REGION, enforce: SWEEP === 'enforce' };
}
