import * as z from 'zod';
import { type Ban, type Policy, WATCHED } from '../core/policy.ts';
import type { Defaults } from './defaults-schema.ts';
import { field, name, type Reading, text, word } from './field.ts';
import { BANS, checkPolicy } from './policy-conflicts.ts';
import { mode, pieces, remedy, runbook, severity } from './policy-fields.ts';
import { quoted } from './problem.ts';
import { scope } from './scope-schema.ts';
import { ALWAYS, MOST_ENTRIES, map, oneOrMany } from './shape.ts';
import { requirement, statement } from './statement-schema.ts';
import { WATCHED_MEANINGS } from './watched-meanings.ts';
import { withDefaults } from './with-defaults.ts';

const freeze = field(
  { const: true, description: 'No ingress rule may be added, modified or taken away' },
  (value): Reading<true> =>
    value === true
      ? { value }
      : { code: 'wrong-type', message: `${quoted(value)} is given; only true is allowed, else leave freeze out` },
);

const statements = z.array(statement).min(1).max(MOST_ENTRIES);

const keys = map({
  id: name("The policy's name: that of its folder"),
  title: text(100, 'What holds, in one line: the heading of the mail'),
  severity: severity.optional(),
  mode: mode.optional(),
  scope: scope.optional(),
  deny: statements
    .describe('The traffic that is forbidden; a rule offends with the part that is named here')
    .optional(),
  only: statements.describe('The traffic that is allowed; whatever else a rule lets in offends').optional(),
  freeze: freeze.optional(),
  require: z
    .array(requirement)
    .min(1)
    .max(MOST_ENTRIES)
    .describe(
      'The traffic that must stay let in: a rule that lets it in may be taken away only where another one does too',
    )
    .optional(),
  watch: oneOrMany(word(WATCHED, 'What is told', WATCHED_MEANINGS))
    .describe('Changes beside the rules of groups that are told, and never undone')
    .optional(),
  remedy: remedy.optional(),
  pieces: pieces.optional(),
  runbook: runbook.optional(),
  why: text(500, 'Why the policy exists, in a sentence or two').optional(),
});

/** A policy file as an editor checks it: what the defaults may give is not missed. */
export const policyKeys = keys.meta({
  title: 'A Portcullis policy',
  oneOf: BANS.map((ban) => ({ required: [ban] })),
});

/** A policy file, from plain values to a policy compiled with the defaults of its folder. */
export const policySchema = (defaults: Defaults) =>
  policyKeys
    .superRefine((value, context) => checkPolicy(value, defaults, context), ALWAYS)
    .transform(({ id, title, severity, mode, scope, remedy, pieces, runbook, why, ...bans }): Policy => {
      const own = { severity, mode, scope, remedy, pieces, runbook };
      const ban = banOf(bans);
      const filled = withDefaults(own, defaults, ban.kind);
      if (filled.severity === undefined || filled.runbook === undefined)
        throw new TypeError('A checked policy lacks a key');
      return {
        id,
        title,
        severity: filled.severity,
        mode: filled.mode,
        scope: filled.scope,
        ban,
        remedy: filled.remedy,
        ...(filled.pieces !== undefined && { pieces: filled.pieces }),
        runbook: filled.runbook,
        ...(why !== undefined && { why }),
      };
    });

function banOf({ deny, only, require, watch }: Pick<z.output<typeof keys>, (typeof BANS)[number]>): Ban {
  if (deny) return { kind: 'deny', statements: deny };
  if (only) return { kind: 'only', statements: only };
  if (require) return { kind: 'require', statements: require };
  if (watch) return { kind: 'watch', events: [...new Set(watch)] };
  return { kind: 'freeze' };
}
