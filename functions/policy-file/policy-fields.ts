import { MODES, REMEDIES, SEVERITIES } from '../core/policy.ts';
import { integer, text, word } from './field.ts';

/** The keys that a policy and the folder's defaults share, as the fields that read them. */
export const severity = word(
  SEVERITIES,
  'How bad a violation is. Left out: that of defaults.yaml, which must then give it',
  {
    low: 'Worth knowing',
    medium: 'To be looked at',
    high: 'A hole to be closed',
    critical: 'A hole that is found and used within minutes',
  },
);

export const mode = word(MODES, 'What happens when the policy is broken. Left out: that of defaults.yaml, else audit', {
  off: 'Nothing is judged by it',
  audit: 'People are told, nothing is touched',
  enforce: 'People are told, and it is repaired as remedy says; not with watch',
});

export const remedy = word(
  REMEDIES,
  'What enforce mode does. Left out: that of defaults.yaml, else revoke with deny and only, restore with freeze and ' +
    'require; always notify with watch. require takes restore or notify',
  {
    notify: 'Only tells',
    narrow: 'Puts rules for what is within policy in the place of the offending one',
    restore: 'Brings back what was before the change',
    revoke: 'Removes the offending rule, whole',
  },
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
