import type { AuthorizeSecurityGroupIngressCommandInput } from '@aws-sdk/client-ec2';
import type { AccountId } from '../../functions/core/ids.ts';
import { iamUser, type Principal, roleSession } from '../local-account/principal.ts';

/** The groups of the walkthrough: `sample` is frozen, `web` is tagged `tier: web`. */
export type GroupName = 'sample' | 'web';

/** One thing that a colleague does, and what must come of it. */
export type Step = {
  readonly title: string;
  readonly story: string;
  /** For the table. */
  readonly change: string;
  readonly who: string;
  readonly actor: Principal;
  readonly group: GroupName;
  readonly permissions: NonNullable<AuthorizeSecurityGroupIngressCommandInput['IpPermissions']>;
  readonly expected: {
    /** The outcome's word; `not delivered` where no event must reach the function. */
    readonly outcome: string;
    /** What must stand afterwards beside the rules of before. */
    readonly added: readonly string[];
  };
};

const tcp = (
  from: number,
  to: number,
  ipv4: readonly string[],
  ipv6: readonly string[] = [],
  description?: string,
) => ({
  IpProtocol: 'tcp',
  FromPort: from,
  ToPort: to,
  IpRanges: ipv4.map((CidrIp) => ({ CidrIp, ...(description !== undefined && { Description: description }) })),
  Ipv6Ranges: ipv6.map((CidrIpv6) => ({ CidrIpv6, ...(description !== undefined && { Description: description }) })),
});

/** The walkthrough: the article's case, then a wide-open range, a harmless change and a failed call. */
export const story = (account: AccountId): readonly Step[] => {
  const anna = iamUser(account, 'anna', { sourceIPAddress: '203.0.113.24' });
  const ben = roleSession(
    account,
    'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0123456789abcdef',
    'ben@example.com',
    {
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
      sourceIPAddress: '198.51.100.77',
      console: true,
    },
  );
  const deploy = roleSession(account, 'deploy', 'pipeline-4711', {
    userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.5 (+https://www.terraform.io) terraform-provider-aws/6.28.0',
    sourceIPAddress: '192.0.2.10',
  });
  return [
    {
      title: 'A new rule on a frozen group',
      story: `Anna needs to look at a server behind web-sample, and adds SSH from her own
address with the AWS CLI. The group is frozen: its rules were reviewed together,
and none may be added.`,
      change: 'tcp 22 from 203.0.113.24/32 on web-sample',
      who: 'anna',
      actor: anna,
      group: 'sample',
      permissions: [tcp(22, 22, ['203.0.113.24/32'], [], 'anna, for an hour')],
      expected: { outcome: 'reverted', added: [] },
    },
    {
      title: 'Every port, for everyone, in one call',
      story: `Ben opens all TCP ports of web-1 to 0.0.0.0/0 and ::/0 in one permission, in the
console. SSH and RDP are in that range, although no rule names them. EC2 makes two
rules of it: both must go. HTTPS, which stood before, must stay.`,
      change: 'tcp 0-65535 from 0.0.0.0/0 and ::/0 on web-1',
      who: 'ben@example.com',
      actor: ben,
      group: 'web',
      permissions: [tcp(0, 65535, ['0.0.0.0/0'], ['::/0'])],
      expected: { outcome: 'reverted', added: [] },
    },
    {
      title: 'A harmless change',
      story: `The pipeline lets the office network reach a metrics port of web-1. No policy
forbids that: it stays, and nobody gets a mail.`,
      change: 'tcp 9100 from 10.20.0.0/16 on web-1',
      who: 'pipeline-4711',
      actor: deploy,
      group: 'web',
      permissions: [tcp(9100, 9100, ['10.20.0.0/16'])],
      expected: { outcome: 'none', added: ['tcp 9100 from 10.20.0.0/16'] },
    },
    {
      title: 'A call that failed',
      story: `The pipeline runs once more. EC2 refuses a rule that is there already; the record
says so, and names a rule that must not be touched.`,
      change: 'tcp 443 from 0.0.0.0/0 on web-1, again',
      who: 'pipeline-4711',
      actor: deploy,
      group: 'web',
      permissions: [tcp(443, 443, ['0.0.0.0/0'])],
      expected: { outcome: 'not delivered', added: ['tcp 9100 from 10.20.0.0/16'] },
    },
  ];
};
