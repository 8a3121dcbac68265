import type { GroupId, PrefixListId, RuleId } from '../../functions/core/ids.ts';
import { type Rule, type Source, sameContent, type Tags } from '../../functions/core/rule.ts';
import type { Cidr, Family } from '../../functions/core/traffic/cidr.ts';
import type { Account, StoredGroup, StoredRule } from './account.ts';
import { defaultVpc } from './find.ts';
import { addGroup, addVpc } from './vpcs.ts';

/** A group to put into the account. What is left out is made up, or stays when the group is there already. */
export type PlantedGroup = {
  readonly id?: GroupId;
  /** `planted` and the group's number when absent. */
  readonly name?: string;
  /** The default VPC, or a new one where there is none, when absent. */
  readonly vpc?: string;
  readonly tags?: Tags;
  /** Ingress rules; those without an id get one. */
  readonly rules?: readonly Rule[];
};

/** A prefix list to put into the account. */
export type PlantedList = {
  readonly id?: PrefixListId;
  readonly name?: string;
  /** An account number or `AWS`; this account when absent. */
  readonly owner?: string;
  readonly family?: Family;
  readonly cidrs?: readonly Cidr[];
  /** As many as there are entries, and at least one, when absent. */
  readonly maxEntries?: number;
};

/**
 * Puts a group there as if it had always been: no call, no record, and none of EC2's checks, so that the state which old
 * records speak of can be built. A group that is there (by id, or without one by name in the default VPC) gets the tags and
 * the rules that it lacks; a rule whose content is there takes the planted id. A referenced group that only has a name is found by it or planted.
 */
export function plantGroup(account: Account, planted: PlantedGroup): GroupId {
  const group = known(account, planted) ?? newGroup(account, planted);
  for (const [key, value] of Object.entries(planted.tags ?? {})) group.tags.set(key, value);
  for (const { id, tags, ...content } of planted.rules ?? []) {
    const source = withId(account, group, content.source);
    const rule: StoredRule = {
      id: id ?? (account.ids.resource('sgr') as RuleId),
      egress: false,
      content: { ...content, source },
      tags: new Map(Object.entries(tags ?? {})),
    };
    const same = group.rules.findIndex((other) => !other.egress && sameContent(other.content, rule.content));
    // EC2 has no rule twice: one of the same content that came again has its latest id.
    if (same >= 0 && id !== undefined) group.rules[same] = rule;
    else if (same < 0 && !group.rules.some((other) => other.id === rule.id)) group.rules.push(rule);
  }
  return group.id;
}

/** Puts a prefix list there as its version 1, likewise; one that is there is left as it is. */
export function plantList(account: Account, planted: PlantedList): PrefixListId {
  const id = planted.id ?? (account.ids.resource('pl') as PrefixListId);
  const cidrs = planted.cidrs ?? [];
  if (account.lists.has(id)) return id;
  account.lists.set(id, {
    id,
    name: planted.name ?? `planted-${account.lists.size + 1}`,
    owner: planted.owner ?? account.id,
    family: planted.family ?? (cidrs[0]?.includes(':') ? 6 : 4),
    maxEntries: planted.maxEntries ?? Math.max(1, cidrs.length),
    versions: [cidrs.map((cidr) => ({ cidr }))],
    state: 'create-complete',
    tags: new Map(),
  });
  return id;
}

function known(account: Account, { id, name, vpc }: PlantedGroup): StoredGroup | undefined {
  if (id !== undefined) return account.groups.get(id);
  const place = vpc ?? defaultVpc(account)?.id;
  return [...account.groups.values()].find((group) => name !== undefined && group.name === name && group.vpc === place);
}

function newGroup(account: Account, { id, name, vpc }: PlantedGroup): StoredGroup {
  const description = 'Planted';
  return addGroup(account, {
    name: name ?? `planted-${account.groups.size + 1}`,
    description,
    vpc: vpcFor(account, vpc),
    tags: new Map(),
    ...(id === undefined ? {} : { id }),
  });
}

function vpcFor(account: Account, id: string | undefined): string {
  if (id === undefined) return defaultVpc(account)?.id ?? addPlain(account).id;
  return account.vpcs.get(id)?.id ?? addPlain(account, id).id;
}

const addPlain = (account: Account, id?: string) =>
  addVpc(account, { cidr: '10.0.0.0/16', isDefault: false, tags: new Map(), ...(id === undefined ? {} : { id }) });

function withId(account: Account, group: StoredGroup, source: Source): Source {
  if (source.kind !== 'group-name') return source;
  const own = source.account === undefined || source.account === account.id;
  const found = [...account.groups.values()].find((each) => own && each.vpc === group.vpc && each.name === source.name);
  if (found) return { kind: 'group', id: found.id };
  if (own) return { kind: 'group', id: plantGroup(account, { name: source.name, vpc: group.vpc }) };
  // A group of another account, which may be an alias: its id can only be made up.
  return { kind: 'group', id: account.ids.resource('sg') as GroupId };
}
