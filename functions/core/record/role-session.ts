import type { Principal } from '../actor.ts';
import { arnOf, lastPart } from './arn.ts';
import { field, textOf } from './record-fields.ts';

const SERVICE_PATH = 'aws-service-role/';
const IDENTITY_CENTER_PATH = 'aws-reserved/sso.amazonaws.com/';

/**
 * The role behind a session, and the session's name; undefined when the record names no role.
 *
 * Only the issuer's ARN has the path, and only the path tells a service-linked or Identity Center role from one that a
 * customer gave a look-alike name. Without it the session is a role's, of which the ARN is not known.
 */
export function roleOf(identity: unknown): Principal | undefined {
  const own = arnOf(field(identity, 'arn'));
  const session = sessionOf(own, field(identity, 'principalId'));
  const named = session ? { session } : {};
  const arn =
    arnOf(field(identity, 'sessionContext', 'sessionIssuer', 'arn')) ?? (own?.includes(':role/') ? own : undefined);
  const path = arn?.slice(arn.indexOf(':role/') + ':role/'.length);
  const name = lastPart(arn, '/');
  if (!arn?.includes(':role/') || !path || !name) {
    const assumed = textOf(assumedRole(own)?.[0], 256);
    return assumed ? { kind: 'role', name: assumed, ...named } : undefined;
  }
  if (path.startsWith(SERVICE_PATH)) return { kind: 'service-linked-role', arn, name, ...named };
  if (path.startsWith(IDENTITY_CENTER_PATH)) {
    const permissionSet = /^AWSReservedSSO_(.+)_[0-9a-f]+$/.exec(name)?.[1] ?? name;
    return { kind: 'identity-center', arn, name: permissionSet, ...named };
  }
  return { kind: 'role', arn, name, ...named };
}

/** Role and session name in `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
function assumedRole(arn: string | undefined): readonly string[] | undefined {
  const mark = ':assumed-role/';
  return arn?.includes(mark) ? arn.slice(arn.indexOf(mark) + mark.length).split('/') : undefined;
}

function sessionOf(arn: string | undefined, principalId: unknown): string | undefined {
  return textOf(assumedRole(arn)?.[1], 256) ?? lastPart(principalId, ':');
}
