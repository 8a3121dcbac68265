import * as z from 'zod';
import { type Ban, MODES, type Policy, REMEDIES, SEVERITIES } from '../core/policy.ts';
import { field, type Reading, text, word, wrongType } from './field.ts';
import { quoted } from './problem.ts';
import { scope } from './scope-schema.ts';
import { ALWAYS, addFault, has, MOST_ENTRIES, map } from './shape.ts';
import { statement } from './statement-schema.ts';

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const BANS = ['deny', 'only', 'freeze'] as const;

const id = field(
  { type: 'string', pattern: ID.source, maxLength: 64, description: "The policy's name: that of its folder" },
  (value): Reading<string> => {
    if (typeof value === 'string' && ID.test(value) && value.length <= 64) return { value };
    if (typeof value !== 'string') return wrongType('a text (in quotes)', value);
    const message = `${quoted(value)} is not 1 to 64 lower-case letters, digits and single hyphens`;
    return { code: 'bad-id', message };
  },
);

const freeze = field(
  { const: true, description: 'No ingress rule may be added at all' },
  (value): Reading<true> =>
    value === true
      ? { value }
      : { code: 'wrong-type', message: `${quoted(value)} is given; only true is allowed, else leave freeze out` },
);

const statements = z.array(statement).min(1).max(MOST_ENTRIES);

const keys = map({
  id,
  title: text(100, 'What holds, in one line: the heading of the mail'),
  severity: word(SEVERITIES, 'How bad a violation is'),
  mode: word(
    MODES,
    'off: not judged; audit: told, nothing is touched; enforce: told and repaired. audit when left out',
  ).optional(),
  scope: scope.optional(),
  deny: statements
    .describe('The traffic that is forbidden; a rule offends with the part that is named here')
    .optional(),
  only: statements.describe('The traffic that is allowed; whatever else a rule lets in offends').optional(),
  freeze: freeze.optional(),
  remedy: word(
    REMEDIES,
    'What enforce mode does: revoke removes the offending rule, notify only tells. revoke when left out; mode guards it',
    {
      narrow: 'use revoke to remove the whole rule, or notify to tell of it',
      restore: 'use revoke to remove the changed rule, or notify to tell of it',
    },
  ).optional(),
  runbook: text(500, 'What to do instead, for the person whose rule was taken away'),
  why: text(500, 'Why the policy exists, in a sentence or two').optional(),
});

/** Keys of the grammar that are not built yet, each with what to use instead. */
export const PLANNED_KEYS: Readonly<Record<string, string>> = {
  require: 'watch over rules that must stay by other means for now',
};

/** A policy file, from plain values to a compiled policy. */
export const policySchema = keys
  .meta({
    title: 'A Portcullis policy',
    oneOf: BANS.map((ban) => ({ required: [ban] })),
  })
  .superRefine(checkBans, ALWAYS)
  .transform(
    ({ id, title, severity, mode, scope, remedy, runbook, why, ...bans }): Policy => ({
      id,
      title,
      severity,
      mode: mode ?? 'audit',
      scope: scope ?? {},
      ban: banOf(bans),
      remedy: remedy ?? 'revoke',
      runbook,
      ...(why !== undefined && { why }),
    }),
  );

function banOf({ deny, only }: Pick<z.output<typeof keys>, 'deny' | 'only'>): Ban {
  if (deny) return { kind: 'deny', statements: deny };
  if (only) return { kind: 'only', statements: only };
  return { kind: 'freeze' };
}

function checkBans(value: z.output<typeof keys>, context: z.core.$RefinementCtx<unknown>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const given = BANS.filter((ban) => has(value, ban));
  if (given.length === 0) addFault(context, 'conflict', `Exactly one of ${BANS.join(', ')} is needed; none is given`);
  for (const extra of given.slice(1)) {
    addFault(context, 'conflict', `Exactly one of ${BANS.join(', ')} is needed; ${given[0]} is given too`, [extra]);
  }
  if (!Array.isArray(value.only)) return;
  for (const [line, entry] of value.only.entries()) {
    const sources: unknown = has(entry, 'sources') ? entry.sources : undefined;
    if (!Array.isArray(sources)) continue;
    for (const [index, source] of sources.entries()) {
      if (!has(source, 'kind') || source.kind !== 'wider-than') continue;
      const message = 'wider-than names what is too wide, so it cannot say what is allowed; name CIDRs instead';
      addFault(context, 'conflict', message, ['only', line, 'sources', index]);
    }
  }
}
