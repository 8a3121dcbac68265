import type {
  CreateTagsCommandInput,
  DeleteTagsCommandInput,
  ResourceType,
  Tag,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import type { Account, TagMap } from './account.ts';
import { ec2Error } from './ec2-error.ts';
import { allRules, groupById, listById, noSuchRule, readRuleId } from './find.ts';

const MOST_TAGS = 50;

/** CreateTags: sets tags on groups, rules, prefix lists and VPCs; all or nothing. */
export function createTags(account: Account, input: CreateTagsCommandInput): Record<string, never> {
  const targets = tagsOf(account, input.Resources);
  const added = readTags(input.Tags);
  for (const tags of targets) checkCount(new Map([...tags, ...added]));
  for (const tags of targets) for (const [key, value] of added) tags.set(key, value);
  return {};
}

/** DeleteTags: by key, by key and value, or all when no tag is named. */
export function deleteTags(account: Account, input: DeleteTagsCommandInput): Record<string, never> {
  for (const tags of tagsOf(account, input.Resources)) {
    if (!input.Tags?.length) tags.clear();
    for (const { Key, Value } of input.Tags ?? [])
      if (Key !== undefined && (Value === undefined || tags.get(Key) === Value)) tags.delete(Key);
  }
  return {};
}

/** The tags that a request gives a new resource of this type. */
export function tagsAtBirth(specifications: readonly TagSpecification[] | undefined, type: ResourceType): TagMap {
  const foreign = specifications?.find((each) => each.ResourceType !== type);
  if (foreign)
    throw ec2Error(
      'InvalidParameterValue',
      `'${foreign.ResourceType}' is not a valid taggable resource type for this operation.`,
    );
  return readTags(specifications?.flatMap((each) => each.Tags ?? []));
}

/** Tags as the SDK gives them. */
export const toTags = (tags: TagMap): Tag[] => [...tags].map(([Key, Value]) => ({ Key, Value }));

function readTags(given: readonly Tag[] | undefined): TagMap {
  const tags: TagMap = new Map();
  for (const { Key, Value } of given ?? []) {
    if (Key === undefined) throw ec2Error('MissingParameter', 'The request must contain the parameter tag key');
    if (/^aws:/i.test(Key))
      throw ec2Error('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`);
    if (tags.has(Key)) throw ec2Error('InvalidParameterValue', `Duplicate tag key '${Key}' specified.`);
    tags.set(Key, Value ?? '');
  }
  return checkCount(tags);
}

function checkCount(tags: TagMap): TagMap {
  const users = [...tags.keys()].filter((key) => !key.startsWith('aws:')).length;
  if (users > MOST_TAGS)
    throw ec2Error('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  return tags;
}

function tagsOf(account: Account, resources: readonly string[] | undefined): TagMap[] {
  if (!resources?.length) throw ec2Error('MissingParameter', 'The request must contain the parameter resourceIdSet');
  return resources.map((id) => {
    if (id.startsWith('sg-')) return groupById(account, id).tags;
    if (id.startsWith('pl-')) return listById(account, id).tags;
    if (id.startsWith('sgr-')) {
      const found = allRules(account).find(({ rule }) => rule.id === readRuleId(id));
      if (!found) throw noSuchRule(id);
      return found.rule.tags;
    }
    const vpc = account.vpcs.get(id);
    if (vpc) return vpc.tags;
    if (id.startsWith('vpc-')) throw ec2Error('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`);
    throw ec2Error('InvalidID', `The ID '${id}' is not valid`);
  });
}
