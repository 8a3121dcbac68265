import type { WatchedKind } from '../core/policy.ts';

/** What each kind of watched change is, for the editor. */
export const WATCHED_MEANINGS: Readonly<Record<WatchedKind, string>> = {
  attachments: "A group's rules come to hold for other network interfaces, instances or VPCs",
  'network-acls': "An entry of a subnet's network ACL is added, replaced or deleted",
  'block-public-access': "The block public access options of the account's VPCs change, or what is excluded from them",
};
