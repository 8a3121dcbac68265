import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { quoted } from '../functions/policy-file/problem.ts';
import { didYouMean } from '../functions/policy-file/suggest.ts';
import { InputError } from './input-error.ts';

/** What the person who deploys chooses, from `-c KEY=VALUE`. */
export type Settings = {
  /** Who gets the mail: every notice and every alarm. At least one. */
  readonly emails: readonly string[];
  /** Whether the walkthrough's frozen security group is deployed too. */
  readonly sample: boolean;
  /** The folder of the policies, absolute. */
  readonly policies: string;
  /** What the sweep may do: tell, or also repair where a policy is in enforce mode. */
  readonly sweep: 'audit' | 'enforce';
  /** The bucket of the CloudTrail archive that policies are rehearsed on; absent where that stack is not asked for. */
  readonly archive?: string;
  /** How long reports and logs are kept. */
  readonly retentionDays: number;
};

/** The keys of `-c`. */
const KEYS = ['email', 'sample', 'policies', 'sweep', 'retentionDays', 'backtest', 'archive'];

/** A subscription's address is typed by hand, so it is checked for slips; whether it exists is seen when it confirms. */
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;
const EMAIL_LIMIT = 254;

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** CloudWatch Logs keeps logs for one of these periods only; the ledger keeps step. */
const RETENTIONS = Object.values(RetentionDays)
  .filter((days) => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .map(String);
const DEFAULT_RETENTION = RetentionDays.ONE_YEAR;

/**
 * The settings in the CDK's context; `root` is where a relative policy folder starts.
 *
 * Throws an InputError that lists every problem: the setting, the value, and what is allowed.
 */
export function readSettings(context: Readonly<Record<string, unknown>>, root: string): Settings {
  const problems = misspelt(context);
  const given = (key: string, otherwise: string | undefined, allowed: string, holds: (text: string) => boolean) => {
    // The command line gives texts; cdk.json may give booleans and numbers.
    const value = Object.hasOwn(context, key) ? context[key] : otherwise;
    const text = ['string', 'boolean', 'number'].includes(typeof value) ? String(value) : '';
    if (value === undefined) problems.push(`${key}: is missing; give ${allowed}`);
    else if (!holds(text)) problems.push(`${key}: ${quoted(value)} is not ${allowed}`);
    return text;
  };

  const emails = given(
    'email',
    undefined,
    'an email address, or several with commas: -c email=you@example.com',
    (text) => split(text).every((email) => EMAIL.test(email) && email.length <= EMAIL_LIMIT),
  );
  const sample = given('sample', 'false', 'true or false', (text) => ['true', 'false'].includes(text));
  const policies = given('policies', 'policies', `a folder (looked for in ${root})`, (text) => isFolder(root, text));
  const sweep = given('sweep', 'audit', 'audit or enforce', (text) => ['audit', 'enforce'].includes(text));
  const days = given('retentionDays', String(DEFAULT_RETENTION), `one of ${RETENTIONS.join(', ')}`, (text) =>
    RETENTIONS.includes(text),
  );

  const backtest = given('backtest', 'false', 'true or false', (text) => ['true', 'false'].includes(text)) === 'true';
  const archive = backtest
    ? given('archive', undefined, 'the name of the bucket that CloudTrail writes to: -c archive=my-trail', (text) =>
        BUCKET.test(text),
      )
    : undefined;

  if (problems.length > 0) throw new InputError(['The settings are not valid', ...problems].join('\n  '));
  return {
    emails: [...new Set(split(emails))],
    sample: sample === 'true',
    policies: resolve(root, policies),
    sweep: sweep === 'enforce' ? 'enforce' : 'audit',
    ...(archive !== undefined && { archive }),
    retentionDays: Number(days),
  };
}

const split = (emails: string): string[] => emails.split(',').map((email) => email.trim());

const isFolder = (root: string, path: string): boolean =>
  path !== '' &&
  !path.includes('\0') &&
  statSync(resolve(root, path), { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * The CDK hands over every context key, also those of the user's own `~/.cdk.json`, so an unknown key is not an error in
 * itself. One that is a slip of the hand away from a setting is.
 */
function misspelt(context: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(context)
    .filter((key) => !KEYS.includes(key))
    .flatMap((key) => {
      const hint = didYouMean(key, KEYS);
      return hint === '' ? [] : [`${quoted(key)} is no setting${hint}`];
    });
}
