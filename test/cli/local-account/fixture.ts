import {
  AuthorizeSecurityGroupIngressCommand,
  type AuthorizeSecurityGroupIngressCommandInput,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import {
  createLocalAccount,
  type LocalAccount,
  type LocalAccountOptions,
} from '../../../cli/local-account/local-account.ts';
import { iamUser } from '../../../cli/local-account/principal.ts';
import type { AccountId, GroupId, RuleId } from '../../../functions/core/ids.ts';
import type { Rule, Source } from '../../../functions/core/rule.ts';
import { parseCidr } from '../../../functions/core/traffic/cidr.ts';

/** The account of the tests. */
export const ACCOUNT = '123456789012' as AccountId;
/** Its IAM user. */
export const ALICE = iamUser(ACCOUNT, 'alice');

/** A local account at a fixed time, and a client of alice. */
export function localAccount(options: Partial<LocalAccountOptions> = {}): { local: LocalAccount; ec2: EC2Client } {
  const now = () => new Date('2026-01-02T03:04:05.678Z');
  const local = createLocalAccount({ account: ACCOUNT, region: 'eu-west-1', now, ...options });
  return { local, ec2: local.ec2(ALICE) };
}

/** The error of a call that must fail. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('the call did not fail');
}

/** A CIDR as a source. */
export function from(text: string): Source {
  const parsed = parseCidr(text);
  if (!parsed) throw new TypeError(`${text} is no CIDR`);
  return { kind: 'cidr', cidr: parsed.cidr };
}

/** A rule for tcp on one port. */
export const tcp = (port: number, source: Source): Rule => ({ protocol: 6, from: port, to: port, source });

/** The group that `world` makes in the default VPC, named `inside`. */
export const GROUP = 'sg-0123456789abcdef0' as GroupId;
/** The group that `world` makes outside it, named `outside`. */
export const OTHER = 'sg-0fedcba9876543210' as GroupId;

/** An account with a group in the default VPC, and one outside it. */
export function world() {
  const made = localAccount();
  made.local.plantGroup({ id: GROUP, name: 'inside' });
  made.local.plantGroup({ id: OTHER, name: 'outside', vpc: 'vpc-0123456789abcdef0' });
  return made;
}

/** The command that adds ingress rules. */
export const authorize = (input: AuthorizeSecurityGroupIngressCommandInput) =>
  new AuthorizeSecurityGroupIngressCommand(input);

/** tcp on port 22. */
export const ports = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };

/** tcp on port 22 from an IPv4 block. */
export const range = (CidrIp: string, Description?: string) => ({
  ...ports,
  IpRanges: [{ CidrIp, ...(Description === undefined ? {} : { Description }) }],
});

/** The one ingress rule of `planted`, tcp 443 from 10.0.0.0/8. */
export const RULE = 'sgr-0123456789abcdef0' as RuleId;

/** An account with GROUP, named `web-1`, that has RULE alone, and a client of alice. */
export function planted() {
  const made = localAccount();
  made.local.plantGroup({ id: GROUP, name: 'web-1', rules: [{ id: RULE, ...tcp(443, from('10.0.0.0/8')) }] });
  return made;
}
