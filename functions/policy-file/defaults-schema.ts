import type { Mode, Remedy, Scope, Severity } from '../core/policy.ts';
import { mode, pieces, remedy, runbook, severity } from './policy-fields.ts';
import { scope } from './scope-schema.ts';
import { ALWAYS, map, someKey } from './shape.ts';

/** What the policies of a folder share where they do not say otherwise. */
export type Defaults = {
  readonly severity?: Severity;
  readonly mode?: Mode;
  readonly scope?: Scope;
  readonly remedy?: Remedy;
  readonly pieces?: number;
  readonly runbook?: string;
};

const keys = {
  severity: severity.optional(),
  mode: mode.optional(),
  scope: scope.optional(),
  remedy: remedy.optional(),
  pieces: pieces.optional(),
  runbook: runbook.optional(),
};

/** A defaults file, from plain values to defaults. */
export const defaultsSchema = map(keys)
  .superRefine(someKey(Object.keys(keys)), ALWAYS)
  .meta({
    title: 'The defaults of the policies beside this file',
    description:
      "Keys for every policy of the folder; a policy's own keys win. Of a scope each key by itself: a policy that gives " +
      'only tags keeps the accounts of the defaults',
  })
  .transform((given): Defaults => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
