import { buildApp } from './build-app.ts';
import { InputError } from './input-error.ts';

try {
  (await buildApp()).synth();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
