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
