import { actorOfArn } from '../../functions/core/actor.ts';
import { accountId, groupId, type PrefixListId, prefixListId } from '../../functions/core/ids.ts';
import type { Tags } from '../../functions/core/rule.ts';
import type { Cidr } from '../../functions/core/traffic/cidr.ts';
import { quoted } from '../../functions/policy-file/problem.ts';
import { GROUP_SHAPE, LIST_SHAPE, readCidr } from '../../functions/policy-file/source-field.ts';
import type { Arguments, Options } from '../read-arguments.ts';
import type { Facts } from './weigh.ts';

/** The options that say what is known of the group. */
export const FACT_OPTIONS = {
  id: 'string',
  name: 'string',
  vpc: 'string',
  tag: 'strings',
  untagged: 'boolean',
  account: 'string',
  region: 'string',
  list: 'strings',
  actor: 'string',
  at: 'string',
} as const satisfies Options;

type Problem = { readonly problem: string };
type Given = Exclude<Arguments, Problem>;

const VPC = /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/;
const PRINCIPAL = /^arn:aws[a-z-]*:(iam|sts)::\d{12}:[\x21-\x7e]{1,500}$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** JavaScript reads 30 February as 2 March. */
const isInstant = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().slice(0, 19) === text.slice(0, 19);

const SHAPES: readonly (readonly [option: string, shape: string, fits: (value: string) => boolean])[] = [
  ['id', GROUP_SHAPE, (value) => groupId(value) !== undefined],
  ['name', 'a name', (value) => value !== ''],
  ['vpc', 'vpc- and 8 or 17 digits from 0-9, a-f', (value) => VPC.test(value)],
  ['account', 'a 12-digit account number', (value) => accountId(value) !== undefined],
  ['region', 'a region, such as eu-west-1', (value) => REGION.test(value)],
  ['actor', 'the ARN of a user or role', (value) => PRINCIPAL.test(value)],
  ['at', 'a time in UTC, such as 2026-12-31T18:00:00Z', isInstant],
];

/**
 * What the options of a command say of the group that rules stand in, and of the change; `now` (ISO 8601 in UTC) is when it
 * is judged where they do not say.
 */
export function groupFacts({ values, lists, flags }: Given, now: string): Facts | Problem {
  for (const [option, shape, fits] of SHAPES) {
    const value = values.get(option);
    if (value !== undefined && !fits(value)) return { problem: `--${option}: ${quoted(value)} is not ${shape}` };
  }
  const tags = readTags(lists.get('tag') ?? []);
  if (!(tags instanceof Map)) return tags;
  if (tags.size > 0 && flags.has('untagged')) return { problem: '--tag and --untagged do not go together' };
  const entries = readLists(lists.get('list') ?? []);
  if (!(entries instanceof Map)) return entries;
  const [id, account] = [groupId(values.get('id')), accountId(values.get('account'))];
  const [name, vpc, region, actor] = ['name', 'vpc', 'region', 'actor'].map((option) => values.get(option));
  const known = tags.size > 0 || flags.has('untagged');
  return {
    ...(account && { account }),
    ...(region !== undefined && { region }),
    group: {
      ...(id && { id }),
      ...(name !== undefined && { name }),
      ...(vpc !== undefined && { vpc }),
      ...(known && { tags: Object.fromEntries(tags) satisfies Tags }),
    },
    lists: entries,
    ...(actor !== undefined && { actor: actorOfArn(actor) }),
    at: values.get('at') ?? now,
  };
}

/** What an option has before and after its `=`. */
function pairOf(text: string): readonly [string, string] | undefined {
  const at = text.indexOf('=');
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : undefined;
}

function readTags(texts: readonly string[]): Map<string, string> | Problem {
  const tags = new Map<string, string>();
  for (const text of texts) {
    const pair = pairOf(text);
    if (!pair) return { problem: `--tag: ${quoted(text)} is not KEY=VALUE` };
    if (tags.has(pair[0]))
      return { problem: `--tag: key ${quoted(pair[0])} is given twice; a group has one value of it` };
    tags.set(...pair);
  }
  return tags;
}

function readLists(texts: readonly string[]): Map<PrefixListId, readonly Cidr[]> | Problem {
  const lists = new Map<PrefixListId, readonly Cidr[]>();
  for (const text of texts) {
    const [name = text, entries] = pairOf(text) ?? [];
    const id = prefixListId(name);
    if (!id) return { problem: `--list: ${quoted(name)} is not ${LIST_SHAPE}` };
    if (entries === undefined) return { problem: `--list: ${quoted(text)} has no entries; write ${id}=CIDR,CIDR` };
    const cidrs: Cidr[] = [];
    for (const entry of entries.split(',').filter((part) => part.trim() !== '')) {
      const cidr = readCidr(entry.trim(), 'drop');
      if (!('value' in cidr)) return { problem: `--list ${id}: ${cidr.message}` };
      cidrs.push(cidr.value);
    }
    lists.set(id, [...(lists.get(id) ?? []), ...cidrs]);
  }
  return lists;
}
