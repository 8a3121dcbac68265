import type * as z from 'zod';
import type { Defaults } from './defaults-schema.ts';
import { addFault, has } from './shape.ts';

/** The keys of which a policy has exactly one. */
export const BANS = ['deny', 'only', 'freeze', 'require', 'watch'] as const;

type Found = z.core.$RefinementCtx<unknown>;

/** Adds the faults of keys that are missing, or do not go together. The value may have failed its own checks in any part. */
export function checkPolicy(value: unknown, defaults: Defaults, context: Found): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const given = BANS.filter((ban) => has(value, ban));
  if (given.length === 0) addFault(context, 'conflict', `Exactly one of ${BANS.join(', ')} is needed; none is given`);
  for (const extra of given.slice(1)) {
    addFault(context, 'conflict', `Exactly one of ${BANS.join(', ')} is needed; ${given[0]} is given too`, [extra]);
  }
  const keys = value as Keys;
  for (const key of ['severity', 'runbook'] as const) {
    if (has(value, key) || defaults[key] !== undefined) continue;
    addFault(context, 'missing-key', `Key ${key} is missing; give it here, or for every policy in defaults.yaml`);
  }
  checkAllowed(keys.only, context);
  checkPieces(keys, defaults, context);
  // What else goes with a policy follows from its kind, which is open where two are given.
  if (given.length > 1) return;
  if (given[0] === 'freeze') checkFreeze(keys, defaults, context);
  if (given[0] === 'require') checkRequire(keys, defaults, context);
  if (given[0] === 'watch') checkWatch(keys, context);
}

function checkAllowed(only: unknown, context: Found): void {
  if (!Array.isArray(only)) return;
  for (const [line, entry] of only.entries()) {
    const sources: unknown = has(entry, 'sources') ? entry.sources : undefined;
    if (!Array.isArray(sources)) continue;
    for (const [index, source] of sources.entries()) {
      if (!has(source, 'kind') || source.kind !== 'wider-than') continue;
      const message = 'wider-than names what is too wide, so it cannot say what is allowed; name CIDRs instead';
      addFault(context, 'conflict', message, ['only', line, 'sources', index]);
    }
  }
}

type Keys = Readonly<Record<string, unknown>>;

function checkPieces({ pieces, remedy: own }: Keys, defaults: Defaults, context: Found): void {
  const remedy = own ?? defaults.remedy;
  if (pieces === undefined || remedy === 'narrow') return;
  addFault(context, 'conflict', 'pieces goes with remedy: narrow alone; leave it out', ['pieces']);
}

function checkFreeze({ remedy }: Keys, defaults: Defaults, context: Found): void {
  const why = 'A freeze forbids the whole rule, so nothing of it is left to narrow it to';
  if (remedy === 'narrow') addFault(context, 'conflict', `${why}; write revoke, restore or notify`, ['remedy']);
  if (remedy !== undefined || defaults.remedy !== 'narrow') return;
  const choice = 'defaults.yaml gives remedy narrow; write remedy: revoke, restore or notify here';
  addFault(context, 'conflict', `${why}; ${choice}`, ['freeze']);
}

function checkRequire({ remedy }: Keys, defaults: Defaults, context: Found): void {
  const takes = (word: unknown) => word === 'revoke' || word === 'narrow';
  const why = 'takes rules away, and a required one is missing';
  const choice = 'write remedy: restore to have the rule put back, or remedy: notify to be told';
  if (takes(remedy)) addFault(context, 'conflict', `${remedy} ${why}; ${choice}`, ['remedy']);
  if (remedy !== undefined || !takes(defaults.remedy)) return;
  addFault(context, 'conflict', `${defaults.remedy}, the remedy of defaults.yaml, ${why}; ${choice}`, ['require']);
}

function checkWatch({ mode, remedy, scope }: Keys, context: Found): void {
  if (mode === 'enforce') {
    addFault(context, 'conflict', 'What watch names is told and never undone; write audit or off', ['mode']);
  }
  if (remedy === 'revoke' || remedy === 'narrow' || remedy === 'restore') {
    const message = 'What watch names is told and never undone; write notify, or leave remedy out';
    addFault(context, 'conflict', message, ['remedy']);
  }
  const unless = fieldsOf(fieldsOf(scope).unless);
  for (const key of ['vpcs', 'groups', 'tags']) {
    const message = `What watch names has no ${key} to go by; only accounts and regions are allowed`;
    if (fieldsOf(scope)[key] !== undefined) addFault(context, 'conflict', message, ['scope', key]);
    if (unless[key] !== undefined) addFault(context, 'conflict', message, ['scope', 'unless', key]);
  }
}

const fieldsOf = (value: unknown): Keys => (typeof value === 'object' && value !== null ? (value as Keys) : {});
