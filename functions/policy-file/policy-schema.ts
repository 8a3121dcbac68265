import * as z from 'zod';
import { type Ban, MODES, type Policy, REMEDIES, SEVERITIES, WATCHED } from '../core/policy.ts';
import { field, integer, name, type Reading, text, word } from './field.ts';
import { BANS, checkPolicy } from './policy-conflicts.ts';
import { quoted } from './problem.ts';
import { scope } from './scope-schema.ts';
import { ALWAYS, MOST_ENTRIES, map, oneOrMany } from './shape.ts';
import { requirement, statement } from './statement-schema.ts';

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
  severity: word(SEVERITIES, 'How bad a violation is'),
  mode: word(
    MODES,
    'off: not judged; audit: told, nothing is touched; enforce: told and repaired (not with watch). audit when left out',
  ).optional(),
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
  watch: oneOrMany(
    word(
      WATCHED,
      "attachments: a group comes to hold for other network interfaces or VPCs; network-acls: an entry of a subnet's " +
        'network ACL; block-public-access: that of VPCs, and its exclusions',
    ),
  )
    .describe('Changes beside the rules of groups that are told, and never undone')
    .optional(),
  remedy: word(
    REMEDIES,
    'What enforce mode does. revoke removes the offending rule; narrow puts rules for what is within policy in its place; ' +
      'restore brings back what was before the change; notify only tells. revoke when left out, notify with watch; ' +
      'require takes restore or notify',
  ).optional(),
  pieces: integer(
    1,
    50,
    'The most rules that narrow may put in the place of one; where it takes more, the rule is revoked. 10 when left out',
  ).optional(),
  runbook: text(500, 'What to do instead, for the person whose change was undone'),
  why: text(500, 'Why the policy exists, in a sentence or two').optional(),
});

/** A policy file, from plain values to a compiled policy. */
export const policySchema = keys
  .meta({
    title: 'A Portcullis policy',
    oneOf: BANS.map((ban) => ({ required: [ban] })),
  })
  .superRefine(checkPolicy, ALWAYS)
  .transform(
    ({ id, title, severity, mode, scope, remedy, pieces, runbook, why, ...bans }): Policy => ({
      id,
      title,
      severity,
      mode: mode ?? 'audit',
      scope: scope ?? {},
      ban: banOf(bans),
      remedy: remedy ?? (bans.watch ? 'notify' : 'revoke'),
      ...(pieces !== undefined && { pieces }),
      runbook,
      ...(why !== undefined && { why }),
    }),
  );

function banOf({ deny, only, require, watch }: Pick<z.output<typeof keys>, (typeof BANS)[number]>): Ban {
  if (deny) return { kind: 'deny', statements: deny };
  if (only) return { kind: 'only', statements: only };
  if (require) return { kind: 'require', statements: require };
  if (watch) return { kind: 'watch', events: [...new Set(watch)] };
  return { kind: 'freeze' };
}
