import { type AccountId, accountId } from './ids.ts';
import { arnOf, lastPart } from './record/arn.ts';
import { digitsOf, type Fields, field, textOf } from './record/record-fields.ts';
import { roleOf } from './record/role-session.ts';
import { toolOf } from './record/tool.ts';

/** What kind of principal made a call. */
export type ActorKind =
  | 'root'
  | 'user'
  | 'role'
  | 'identity-center'
  | 'service-linked-role'
  | 'service'
  | 'federated'
  | 'unknown';

/**
 * The principal that made a call, as its record says. Texts are the record's own: escape them before a person sees them.
 * `session`, `address`, `userAgent` and `tool` are chosen by the caller: they are shown, and nothing is decided on them.
 */
export type Actor = {
  readonly kind: ActorKind;
  /** The user's ARN, or that of the role behind a session; absent for services and edited records. */
  readonly arn?: string;
  /** The user's, role's, permission set's or service's name. */
  readonly name: string;
  /** A role session's name; with Identity Center it is the person. */
  readonly session?: string;
  readonly account?: string;
  readonly address?: string;
  readonly userAgent?: string;
  /** What the user agent claims: console, CLI, Terraform, CloudFormation, CDK, SDK or another. */
  readonly tool?: string;
};

/** Who an identity says it is; what the call came with is read apart from it. */
export type Principal = Pick<Actor, 'kind' | 'arn' | 'name' | 'session'>;

const UNKNOWN: Principal = { kind: 'unknown', name: 'unknown' };

/**
 * Reads who made the call of a CloudTrail record. Never throws; an identity that lacks a part comes out `unknown`, which no
 * exemption can name. Texts are cut to 256 characters, the user agent to 512.
 */
export function readActor(record: unknown): Actor {
  const identity = field(record, 'userIdentity');
  const account = accountId(digitsOf(field(identity, 'accountId')));
  const address = textOf(field(record, 'sourceIPAddress'), 256);
  const userAgent = textOf(field(record, 'userAgent'), 512);
  const tool = toolOf(record);
  return {
    ...principalOf(identity, account),
    ...(account && { account }),
    ...(address && { address }),
    ...(userAgent && { userAgent }),
    ...(tool && { tool }),
  };
}

function principalOf(identity: unknown, account: AccountId | undefined): Principal {
  const arn = arnOf(field(identity, 'arn'));
  const userName = textOf(field(identity, 'userName'), 256);
  const service = textOf(field(identity, 'invokedBy'), 256);
  const type = field(identity, 'type');
  switch (type) {
    case 'Root':
      return { kind: 'root', name: 'root', ...(arn && { arn }) };
    case 'IAMUser': {
      const name = userName ?? lastPart(arn, '/');
      return name ? { kind: 'user', name, ...(arn && { arn }) } : UNKNOWN;
    }
    case 'AssumedRole':
    case 'Role':
      return roleOf(identity as Fields) ?? UNKNOWN;
    case 'FederatedUser':
    case 'WebIdentityUser':
    case 'SAMLUser': {
      const name = userName ?? lastPart(arn, '/') ?? lastPart(field(identity, 'principalId'), ':');
      return name ? { kind: 'federated', name, ...(arn && { arn }) } : UNKNOWN;
    }
    case 'AWSAccount':
      return account ? { kind: 'unknown', name: `account ${account}` } : UNKNOWN;
    case 'AWSService':
    case undefined:
      // Some services leave out even the type; whoever has an ARN is no service.
      return service && field(identity, 'arn') === undefined ? { kind: 'service', name: service } : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** The actor that an ARN alone stands for, as `readActor` makes it of a record: a user, a role, a role's session or root. */
export function actorOfArn(arn: string): Actor {
  const [, , , , account, resource = ''] = arn.split(':');
  const type = resource === 'root' ? 'Root' : arn.includes(':user/') ? 'IAMUser' : 'AssumedRole';
  return readActor({ userIdentity: { type, arn, accountId: account } });
}
