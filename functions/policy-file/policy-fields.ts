import { MODES, REMEDIES, SEVERITIES } from '../core/policy.ts';
import { integer, text, word } from './field.ts';

/** The keys that a policy and the folder's defaults share, as the fields that read them. */
export const severity = word(
  SEVERITIES,
  'How bad a violation is. Left out: that of defaults.yaml, which must then give it',
);

export const mode = word(
  MODES,
  'off: not judged; audit: told, nothing is touched; enforce: told and repaired (not with watch). Left out: that of ' +
    'defaults.yaml, else audit',
);

export const remedy = word(
  REMEDIES,
  'What enforce mode does. revoke removes the offending rule; narrow puts rules for what is within policy in its place; ' +
    'restore brings back what was before the change; notify only tells. Left out: that of defaults.yaml, else revoke ' +
    'with deny and only, restore with freeze and require; always notify with watch. require takes restore or notify',
);

export const pieces = integer(
  1,
  50,
  'The most rules that narrow may put in the place of one; where it takes more, the rule is revoked. 10 when left out',
);

export const runbook = text(
  500,
  'What to do instead, for the person whose change was undone. Left out: that of defaults.yaml, which must then give it',
);
