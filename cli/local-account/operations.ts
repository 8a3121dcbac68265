import type { Account } from './account.ts';
import { authorizeEgress, authorizeIngress } from './authorize.ts';
import type { Dialect } from './cloudtrail.ts';
import { describeGroups } from './describe-groups.ts';
import { describeRules } from './describe-rules.ts';
import { createGroup, deleteGroup } from './groups.ts';
import { modifyRules } from './modify.ts';
import { createList, modifyList, restoreList } from './prefix-lists.ts';
import { describeLists, getListEntries } from './read-prefix-lists.ts';
import { revokeEgress, revokeIngress } from './revoke.ts';
import { createTags, deleteTags } from './tags.ts';
import { updateDescriptions } from './update-descriptions.ts';
import { createDefaultVpc, createVpc } from './vpcs.ts';

/** An EC2 operation: what it does to the account, and how CloudTrail writes it. Throws ec2Error and then changes nothing. */
export type Operation = {
  readonly dialect: Dialect;
  readonly run: (account: Account, input: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
};

/** The SDK's serialiser is not run here: its type of each command's input is the only check that the input had. */
const operation = <Input>(dialect: Dialect, run: (account: Account, input: Input) => object): Operation => ({
  dialect,
  run: (account, input) => ({ ...run(account, input as Input) }),
});

/** The operations that the local account knows, by name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['AuthorizeSecurityGroupEgress', operation('A', authorizeEgress)],
  ['AuthorizeSecurityGroupIngress', operation('A', authorizeIngress)],
  ['CreateDefaultVpc', operation('B', createDefaultVpc)],
  ['CreateManagedPrefixList', operation('B', createList)],
  ['CreateSecurityGroup', operation('A', createGroup)],
  ['CreateTags', operation('A', createTags)],
  ['CreateVpc', operation('A', createVpc)],
  ['DeleteSecurityGroup', operation('A', deleteGroup)],
  ['DeleteTags', operation('A', deleteTags)],
  ['DescribeManagedPrefixLists', operation('none', describeLists)],
  ['DescribeSecurityGroupRules', operation('none', describeRules)],
  ['DescribeSecurityGroups', operation('none', describeGroups)],
  ['GetManagedPrefixListEntries', operation('none', getListEntries)],
  ['ModifyManagedPrefixList', operation('B', modifyList)],
  ['ModifySecurityGroupRules', operation('B', modifyRules)],
  ['RestoreManagedPrefixListVersion', operation('B', restoreList)],
  ['RevokeSecurityGroupEgress', operation('A', revokeEgress)],
  ['RevokeSecurityGroupIngress', operation('A', revokeIngress)],
  ['UpdateSecurityGroupRuleDescriptionsIngress', operation('B', updateDescriptions)],
]);
