import { type GroupId, groupId } from '../ids.ts';
import { textsIn } from './dialects.ts';
import { type Parts, type Place, type ReadEvent, unclear } from './event-part.ts';
import { forGroups } from './for-groups.ts';
import { type Fields, field, isCut, isFields, type Problem, problem, quoted } from './record-fields.ts';
import { isTagKey, NO_GROUP } from './tag-key.ts';

const PATH = 'requestParameters';
const CUT = `${PATH}: CloudTrail left out a part of it, as the record was too large`;

/** Reads TagResources of the tagging API: `{ resourceARNList: [arn], tags: { key: value } }`. */
export const readTaggedResources: ReadEvent = (record, place) => {
  const tags = field(record, PATH, 'tags');
  // A tag may well be called `omitted`, but only CloudTrail's own mark is no text.
  if (field(tags, 'omitted') === true) return readTagging(record, place, { problem: CUT });
  return readTagging(
    record,
    place,
    isFields(tags) ? Object.keys(tags) : problem(`${PATH}.tags`, `${quoted(tags)} names no tag`),
  );
};

/** Reads UntagResources of the tagging API: `{ resourceARNList: [arn], tagKeys: [key] }`. */
export const readUntaggedResources: ReadEvent = (record, place) => {
  const keys = field(record, PATH, 'tagKeys');
  return readTagging(record, place, isCut(keys) ? { problem: CUT } : textsIn(keys, `${PATH}.tagKeys`, 'key'));
};

function readTagging(record: Fields, place: Place, keys: readonly string[] | Problem): Parts {
  const groups = groupsIn(record, place);
  if ('problem' in groups) return unclear({}, groups.problem);
  const tagged = 'problem' in keys ? keys : checked(keys);
  if ('problem' in tagged) return forGroups(groups, { kind: 'unclear', reason: tagged.problem }, NO_GROUP);
  return forGroups(groups, { kind: 'retagged', before: new Map(tagged.map((key) => [key, undefined])) }, NO_GROUP);
}

function checked(keys: readonly string[]): readonly string[] | Problem {
  if (keys.length === 0 || keys.length > 1000)
    return problem(PATH, `${keys.length} tag keys are not between 1 and 1000`);
  const odd = keys.find((key) => !isTagKey(key));
  return odd === undefined ? keys : problem(PATH, `${quoted(odd)} is no tag key`);
}

/** The security groups of this account and region that were tagged; what the response says has failed is left out. */
function groupsIn(record: Fields, { account, region }: Place): readonly GroupId[] | Problem {
  const list = field(record, PATH, 'resourceARNList') ?? field(record, PATH, 'resourceArnList');
  if (isCut(list)) return { problem: CUT };
  const path = `${PATH}.resourceARNList`;
  const arns = textsIn(list, path, 'resourceARN');
  if ('problem' in arns) return arns;
  if (arns.length === 0) return problem(path, 'it names no resource');
  const failed = field(record, 'responseElements', 'failedResourcesMap');
  const groups: GroupId[] = [];
  for (const arn of arns) {
    const [scheme, , service, where, owner, resource = '', ...rest] = arn.slice(0, 2048).split(':');
    if (scheme !== 'arn' || service !== 'ec2' || where !== region || owner !== account || rest.length > 0) continue;
    if (!resource.startsWith('security-group/') || field(failed, arn) !== undefined) continue;
    const id = groupId(resource.slice('security-group/'.length));
    if (!id) return problem(path, `${quoted(arn)} names no security group`);
    groups.push(id);
  }
  return groups;
}
