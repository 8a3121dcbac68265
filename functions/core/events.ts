import type { Effect } from './change.ts';
import { readAddedRules } from './record/added-rules.ts';
import { readInstanceGroups, readInterfaceGroups, readVpcAssociation } from './record/attachments.ts';
import {
  readBlockOptions,
  readDeletedExclusion,
  readModifiedExclusion,
  readNewExclusion,
} from './record/block-public-access.ts';
import { readCreatedTags, readDeletedTags } from './record/ec2-tags.ts';
import type { ReadEvent } from './record/event-part.ts';
import { readModifiedList, readRestoredList } from './record/list-entries.ts';
import { readModifiedRules } from './record/modified-rules.ts';
import { readDeletedAclEntry, readNewAclEntry, readReplacedAclEntry } from './record/network-acl.ts';
import { readNewGroup, readNewVpc } from './record/new-group.ts';
import { readRemovedRules } from './record/removed-rules.ts';
import { readTaggedResources, readUntaggedResources } from './record/tagging-api.ts';

/** The services that record the events; EventBridge delivers them as from `aws.ec2` and `aws.tagging`. */
const EC2 = 'ec2.amazonaws.com';
const TAGGING = 'tagging.amazonaws.com';

/** How one kind of event is read, and what becomes of it. */
export type HandledEvent = {
  /** The service that records it; an event of the same name from elsewhere is another event. */
  readonly eventSource: typeof EC2 | typeof TAGGING;
  /** What it comes to, where it is understood. */
  readonly effect: Effect['kind'];
  readonly read: ReadEvent;
  /** What happens on it, for people: one sentence. Events that share a sentence share a line of the table. */
  readonly does: string;
};

const RETAGGED =
  'The group is judged under its old and its new tags: taking a tag off does not free a group that just broke the policy, and a group that leaves the scope of a policy is told.';
const BORN = "The VPC's default group is judged with the rules that it is born with.";
const LIST =
  'Every group whose rules use the list is judged; `restore` brings back the earlier version, the other remedies take the rules that use it, but in a frozen group tell.';
const watch = (kind: string): string => `Told where a policy has \`watch: [${kind}]\`; nothing is repaired.`;
const ATTACHED = watch('attachments');
const ACL = watch('network-acls');
const BLOCK = watch('block-public-access');

/**
 * Every event that the parser handles, by its name. The pattern of the EventBridge rule and the README's list are derived
 * from this table, so a new event needs one line here and its reader; look it up with `handledEvent`.
 */
export const HANDLED_EVENTS: Readonly<Record<string, HandledEvent>> = {
  AuthorizeSecurityGroupIngress: {
    eventSource: EC2,
    effect: 'added',
    read: readAddedRules,
    does: 'The new rules are judged; one that breaks a policy goes, or is narrowed to what is within policy.',
  },
  ModifySecurityGroupRules: {
    eventSource: EC2,
    effect: 'modified',
    read: readModifiedRules,
    does: 'The rules are judged as they stand now; `restore` brings back what is remembered of them and keeps their ids, and egress rules are left alone.',
  },
  RevokeSecurityGroupIngress: {
    eventSource: EC2,
    effect: 'removed',
    read: readRemovedRules,
    does: 'A rule that a policy requires, or that was in a frozen group, is put back; it gets another id.',
  },
  CreateSecurityGroup: {
    eventSource: EC2,
    effect: 'created',
    read: readNewGroup,
    does: 'The new group is judged with its tags and all rules in it.',
  },
  CreateVpc: { eventSource: EC2, effect: 'created', read: readNewVpc, does: BORN },
  CreateDefaultVpc: { eventSource: EC2, effect: 'created', read: readNewVpc, does: BORN },
  CreateTags: { eventSource: EC2, effect: 'retagged', read: readCreatedTags, does: RETAGGED },
  DeleteTags: { eventSource: EC2, effect: 'retagged', read: readDeletedTags, does: RETAGGED },
  TagResources: { eventSource: TAGGING, effect: 'retagged', read: readTaggedResources, does: RETAGGED },
  UntagResources: { eventSource: TAGGING, effect: 'retagged', read: readUntaggedResources, does: RETAGGED },
  ModifyManagedPrefixList: { eventSource: EC2, effect: 'list-changed', read: readModifiedList, does: LIST },
  RestoreManagedPrefixListVersion: { eventSource: EC2, effect: 'list-changed', read: readRestoredList, does: LIST },
  ModifyNetworkInterfaceAttribute: { eventSource: EC2, effect: 'watched', read: readInterfaceGroups, does: ATTACHED },
  ModifyInstanceAttribute: { eventSource: EC2, effect: 'watched', read: readInstanceGroups, does: ATTACHED },
  AssociateSecurityGroupVpc: { eventSource: EC2, effect: 'watched', read: readVpcAssociation, does: ATTACHED },
  CreateNetworkAclEntry: { eventSource: EC2, effect: 'watched', read: readNewAclEntry, does: ACL },
  ReplaceNetworkAclEntry: { eventSource: EC2, effect: 'watched', read: readReplacedAclEntry, does: ACL },
  DeleteNetworkAclEntry: { eventSource: EC2, effect: 'watched', read: readDeletedAclEntry, does: ACL },
  ModifyVpcBlockPublicAccessOptions: { eventSource: EC2, effect: 'watched', read: readBlockOptions, does: BLOCK },
  CreateVpcBlockPublicAccessExclusion: { eventSource: EC2, effect: 'watched', read: readNewExclusion, does: BLOCK },
  ModifyVpcBlockPublicAccessExclusion: {
    eventSource: EC2,
    effect: 'watched',
    read: readModifiedExclusion,
    does: BLOCK,
  },
  DeleteVpcBlockPublicAccessExclusion: { eventSource: EC2, effect: 'watched', read: readDeletedExclusion, does: BLOCK },
};

/** The entry of an event; undefined when the name, from that source, is not handled. */
export function handledEvent(name: string, source: string): HandledEvent | undefined {
  const handled = Object.hasOwn(HANDLED_EVENTS, name) ? HANDLED_EVENTS[name] : undefined;
  return handled?.eventSource === source ? handled : undefined;
}
