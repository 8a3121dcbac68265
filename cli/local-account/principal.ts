import type { AccountId } from '../../functions/core/ids.ts';

/** Somebody who calls the account: what CloudTrail says of them, and what they may not do. */
export type Principal = {
  /** CloudTrail's `userIdentity`, as it stands in the record. */
  readonly identity: Readonly<Record<string, unknown>>;
  readonly userAgent: string;
  readonly sourceIPAddress: string;
  /** Signed in through the console; the record then says `sessionCredentialFromConsole`. */
  readonly console?: boolean;
  /** Operations that IAM refuses them: `RevokeSecurityGroupIngress`. */
  readonly denied?: readonly string[];
};

type Client = Partial<Omit<Principal, 'identity'>>;

const CLI =
  'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13.7 cfg/retry-mode#standard';

/** An IAM user at a terminal. */
export function iamUser(account: AccountId, userName: string, client: Client = {}): Principal {
  return {
    identity: {
      type: 'IAMUser',
      principalId: 'AIDACKCEVSQ6C2EXAMPLE',
      arn: `arn:aws:iam::${account}:user/${userName}`,
      accountId: account,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName,
    },
    userAgent: CLI,
    sourceIPAddress: '198.51.100.7',
    ...client,
  };
}

/**
 * A session of a role. `role` may have a path, which only the issuer's ARN keeps: with
 * `aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0123456789abcdef` the session is a person's.
 */
export function roleSession(account: AccountId, role: string, session: string, client: Client = {}): Principal {
  const userName = role.slice(role.lastIndexOf('/') + 1);
  return {
    identity: {
      type: 'AssumedRole',
      principalId: `AROACKCEVSQ6C2EXAMPLE:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${userName}/${session}`,
      accountId: account,
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROACKCEVSQ6C2EXAMPLE',
          arn: `arn:aws:iam::${account}:role/${role}`,
          accountId: account,
          userName,
        },
        webIdFederationData: {},
        attributes: { creationDate: '2026-01-01T08:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    userAgent: CLI,
    sourceIPAddress: '198.51.100.7',
    ...client,
  };
}
