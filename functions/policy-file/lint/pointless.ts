import { MODES, type Policy, REMEDIES, SEVERITIES } from '../../core/policy.ts';
import { difference } from '../../core/traffic/traffic.ts';
import { mayHold } from './bounds.ts';
import type { Judging } from './judging.ts';
import { namesAll, WHOLE } from './named.ts';
import { common } from './reach.ts';
import { scopeCovers } from './scopes.ts';
import type { Finding } from './subject.ts';

/** Whether a policy surely does all that another does: it forbids as much, in as many groups, as strictly. */
export function makesPointless(outer: Judging, inner: Judging): boolean {
  return (
    asStrict(outer.policy, inner.policy) &&
    perhapsForbidsAll(outer, inner) &&
    scopeCovers(outer.policy.scope, inner.policy.scope) &&
    forbidsAll(outer, inner)
  );
}

/** What is told of a policy that another one makes pointless. */
export function pointless({ policy: outer }: Judging, { policy: inner }: Judging): Finding {
  const message =
    `${inner.id} adds no protection to ${outer.id}, which ${deedOf(outer, inner)} and is as strict; ` +
    'delete one of the two, or say here what is different';
  return { level: 'warning', code: 'policy-pointless', path: ['id'], message };
}

function deedOf({ ban }: Policy, inner: Policy): string {
  if (ban.kind === 'watch') return 'tells of as much in as many places';
  if (ban.kind === 'require') return 'requires as much in as many groups';
  if (inner.ban.kind === 'require') return 'has every rule put back in as many groups';
  return 'forbids as much in as many groups';
}

function asStrict(outer: Policy, inner: Policy): boolean {
  // What is exempt from it, the other one may be there for.
  if (outer.exemptions !== undefined) return false;
  if (inner.mode === 'off' || MODES.indexOf(outer.mode) < MODES.indexOf(inner.mode)) return false;
  if (SEVERITIES.indexOf(outer.severity) < SEVERITIES.indexOf(inner.severity)) return false;
  // Of a rule that is missing only a restore makes anything good.
  if (inner.ban.kind === 'require') return outer.remedy === 'restore' || inner.remedy === 'notify';
  if (outer.ban.kind === 'freeze') return outer.remedy === inner.remedy || inner.remedy === 'notify';
  return REMEDIES.indexOf(outer.remedy) >= REMEDIES.indexOf(inner.remedy);
}

/** A cheap look at the two, since most policies have nothing to do with each other. */
function perhapsForbidsAll(outer: Judging, inner: Judging): boolean {
  const kinds = [outer.policy.ban.kind, inner.policy.ban.kind].join();
  const [held, holding] = kinds === 'only,only' ? [outer, inner] : [inner, outer];
  if (kinds !== 'deny,deny' && kinds !== 'only,only' && kinds !== 'require,require') return true;
  const [low, high] = [held.namedBounds(), holding.namedBounds()];
  return low !== undefined && high !== undefined && mayHold(high, low);
}

function forbidsAll(outer: Judging, inner: Judging): boolean {
  const [{ ban: strict }, { ban }] = [outer.policy, inner.policy];
  switch (ban.kind) {
    case 'deny':
      if (strict.kind === 'only') return common(inner.ofAny(), outer.ofAny()).length === 0;
      return strict.kind === 'deny' && namesAll(outer.named(), inner.named());
    case 'only':
      if (strict.kind === 'deny') return namesAll(outer.named(), difference(WHOLE, inner.named()));
      return strict.kind === 'only' && namesAll(inner.named(), outer.named());
    // A freeze puts back whatever is taken away, but judges no rule that stands: a deny or an only is never pointless beside it.
    case 'require':
      return strict.kind === 'freeze' || (strict.kind === 'require' && namesAll(outer.named(), inner.named()));
    case 'freeze':
      return strict.kind === 'freeze';
    case 'watch':
      return strict.kind === 'watch' && ban.events.every((event) => strict.events.includes(event));
    default:
      return ban satisfies never;
  }
}
