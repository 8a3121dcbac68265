import type { LocalAccount } from '../../cli/local-account/local-account.ts';
import type { PrefixListId } from '../../functions/core/ids.ts';
import { cidr, rule } from '../core/arbitraries.ts';

/** What every history begins with: three groups of which no rule breaks a policy, and a prefix list that two use. */
export function plant(account: LocalAccount): void {
  // The default VPC's default group is born with a rule that a policy may forbid; here somebody has closed it long ago.
  for (const group of account.state.groups.values()) group.rules = group.rules.filter(({ egress }) => egress);

  const id = account.plantList({
    id: 'pl-0123456789abcdef0' as PrefixListId,
    cidrs: [cidr('10.8.0.0/16')],
    maxEntries: 5,
  });
  account.plantGroup({
    name: 'web-1',
    tags: { tier: 'web' },
    rules: [rule('tcp', [443, 443], '0.0.0.0/0'), rule('tcp', [22, 22], '10.1.0.0/16')],
  });
  account.plantGroup({
    name: 'frozen-1',
    rules: [
      { ...rule('tcp', [443, 443], '10.0.0.0/8'), description: 'inside', tags: { owner: 'net' } },
      rule('tcp', [8080, 8080], id),
    ],
  });
  account.plantGroup({ name: 'db-1', rules: [rule('tcp', [5432, 5432], id), rule('tcp', [22, 22], '10.2.0.0/16')] });
}
