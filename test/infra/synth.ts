import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** The template of the app with one policy for each text: what it has beside id, title, severity and runbook. */
export const synthWith = (...policies: readonly string[]): Promise<Template> =>
  withFolder((folder) => {
    for (const [index, text] of policies.entries()) {
      const id = `policy-${index}`;
      const subject = /^watch:/m.test(text) ? 'event: network-acls' : 'rule: { protocol: tcp, source: 10.0.0.0/8 }';
      const cases = ['violation', 'compliant'].map(
        (expect) => `- { name: ${expect}, ${subject}, expect: ${expect} }\n`,
      );
      mkdirSync(join(folder, id));
      writeFileSync(join(folder, id, 'policy.yaml'), `id: ${id}\ntitle: T\nseverity: low\nrunbook: R\n${text}\n`);
      writeFileSync(join(folder, id, 'cases.yaml'), cases.join(''));
    }
    return synth({ policies: folder });
  });

/** The resources of one type. */
export const ofType = (template: Template, type: string): Resource[] =>
  Object.values(template.Resources).filter((resource) => resource.Type === type);
