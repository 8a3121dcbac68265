import { addressesOf, type Family } from '../../functions/core/traffic/cidr.ts';
import type { Account, StoredRule } from './account.ts';
import { ec2Error } from './ec2-error.ts';

/**
 * RulesPerSecurityGroupLimitExceeded when the rules of one direction are too many. IPv4 and IPv6 are counted apart; a
 * group counts in both, a prefix list in its family with the most entries it may have.
 */
export function checkQuota(account: Account, rules: readonly StoredRule[], egress: boolean): void {
  const same = rules.filter((rule) => rule.egress === egress);
  for (const family of [4, 6] as const) {
    const weight = same.reduce((sum, rule) => sum + weightOf(account, rule, family), 0);
    if (weight > account.rulesPerGroup)
      throw ec2Error(
        'RulesPerSecurityGroupLimitExceeded',
        'The maximum number of rules per security group has been reached.',
      );
  }
}

function weightOf(account: Account, { content: { source } }: StoredRule, family: Family): number {
  switch (source.kind) {
    case 'cidr':
      return addressesOf(source.cidr).family === family ? 1 : 0;
    case 'list': {
      const list = account.lists.get(source.id);
      return list?.family === family ? list.maxEntries : 0;
    }
    case 'group':
    case 'group-name':
      return 1;
    default:
      return source satisfies never;
  }
}
