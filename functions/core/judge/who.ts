import type { Actor } from '../actor.ts';
import type { Coverage } from './coverage.ts';
import { globsMeet, matchesGlob } from './glob.ts';

/** The ARNs by which a principal may be excused: a user's, or that of a role, with their paths. */
const PRINCIPAL = /^arn:aws[a-z-]*:iam::\d{12}:(user|role)\/[\x21-\x7e]+$/;

/** What IAM lets a role be called. */
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

const NOBODY: Coverage = { kind: 'outside' };

/**
 * Whether patterns of ARNs name whoever made a change. They are held against the ARN of the user, or of the role behind
 * a session, and against nothing that the caller chooses. Root, services and callers that the record does not make out
 * are never named. Of a role of which the record leaves out the path, that is open where some path would match.
 */
export function namesActor(patterns: readonly string[], actor: Actor | undefined): Coverage {
  if (!actor) return { kind: 'unknown', missing: 'who made the change' };
  switch (actor.kind) {
    case 'user':
    case 'role':
    case 'identity-center':
    case 'service-linked-role': {
      const { arn, kind, name, account } = actor;
      if (arn === undefined) {
        if (kind === 'user' || !ROLE_NAME.test(name)) return NOBODY;
        const possible = ['', '*/'].map((path) => `arn:aws*:iam::${account ?? '*'}:role/${path}${name}`);
        const may = patterns.some((pattern) => possible.some((other) => globsMeet(pattern, other)));
        return may ? { kind: 'unknown', missing: `the path of role ${name}` } : NOBODY;
      }
      const expected = kind === 'user' ? 'user' : 'role';
      if (PRINCIPAL.exec(arn)?.[1] !== expected) return NOBODY;
      return patterns.some((pattern) => matchesGlob(pattern, arn)) ? { kind: 'covered' } : NOBODY;
    }
    case 'root':
    case 'service':
    case 'federated':
    case 'unknown':
      return NOBODY;
    default:
      return actor.kind satisfies never;
  }
}
