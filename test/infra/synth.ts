import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesiseTemplate } from '../../infra/synthesise-template.ts';

/** A CloudFormation resource of a synthesised template. */
export type Resource = {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
};
export type Template = { readonly Resources: Record<string, Resource>; readonly Outputs: Record<string, unknown> };

/** Runs `work` with an empty folder, and removes it after. */
export async function withFolder<Result>(work: (folder: string) => Result | Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The template of the app, with a valid email address unless another is given. */
export const synth = (settings: Readonly<Record<string, unknown>> = {}): Template =>
  synthesiseTemplate({ email: 'security@example.com', ...settings }) as Template;

/** The resources of one type. */
export const ofType = (template: Template, type: string): Resource[] =>
  Object.values(template.Resources).filter((resource) => resource.Type === type);
