import type { Ban, Mode, Remedy, Scope } from '../core/policy.ts';
import type { Defaults } from './defaults-schema.ts';

/** The keys of a policy that may come from the defaults, as far as it gives them itself. */
type Own = { readonly [Key in keyof Defaults]: Defaults[Key] | undefined };

/** Those keys with every gap filled that can be. */
type Filled = Own & { readonly mode: Mode; readonly scope: Scope; readonly remedy: Remedy };

/** The remedy where neither a policy nor the defaults say: only a restore can make a freeze or a requirement good. */
const REMEDY: Readonly<Record<Ban['kind'], Remedy>> = {
  deny: 'revoke',
  only: 'revoke',
  freeze: 'restore',
  require: 'restore',
  watch: 'notify',
};

/**
 * Fills in what a policy leaves out. Its own keys win, in a scope each by itself. What a watch policy can't use is not
 * meant for it: it is never enforced, and only accounts and regions can be asked of what it tells.
 */
export function withDefaults(own: Own, defaults: Defaults, kind: Ban['kind']): Filled {
  const shared = defaults.scope ?? {};
  const watches = kind === 'watch';
  const remedy = own.remedy ?? (watches ? REMEDY.watch : (defaults.remedy ?? REMEDY[kind]));
  return {
    severity: own.severity ?? defaults.severity,
    mode: own.mode ?? (watches && defaults.mode === 'enforce' ? 'audit' : (defaults.mode ?? 'audit')),
    scope: { ...(watches ? withoutGroups(shared) : shared), ...own.scope },
    remedy,
    pieces: own.pieces ?? (remedy === 'narrow' ? defaults.pieces : undefined),
    runbook: own.runbook ?? defaults.runbook,
  };
}

const NO_GROUPS = ['accounts', 'regions', 'actors'];

/** An exception that speaks of groups is left out whole: a part of it would except more than it says. */
function withoutGroups({ vpcs: _vpcs, groups: _groups, tags: _tags, unless, ...rest }: Scope): Scope {
  const plain = unless && Object.keys(unless).every((key) => NO_GROUPS.includes(key));
  return { ...rest, ...(plain && { unless }) };
}
