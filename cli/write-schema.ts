import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaFiles } from '../functions/policy-file/schema.ts';
import type { Command } from './command.ts';
import { policiesDir } from './policies-dir.ts';

const USAGE = 'Usage: portcullis schema [DIR]';

/** `portcullis schema`: the JSON Schemas that editors check and complete policy files with. */
export const writeSchema: Command = {
  name: 'schema',
  summary: 'write the JSON Schemas that editors use',
  help: `${USAGE}

Writes policy.schema.json, cases.schema.json, defaults.schema.json,
exemptions.schema.json and
guardrails.schema.json into DIR (policies when left out). An editor with the YAML language server then completes
and checks files that begin with
# yaml-language-server: $schema=../policy.schema.json`,
  run: (args, io) => {
    try {
      const dir = policiesDir(args, USAGE, io);
      if (dir === undefined) return 2;
      for (const [name, text] of schemaFiles()) {
        writeFileSync(join(dir, name), text);
        io.out(`Wrote ${join(dir, name)}`);
      }
      return 0;
    } catch (cause) {
      io.err(`The schemas cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
      return 2;
    }
  },
};
