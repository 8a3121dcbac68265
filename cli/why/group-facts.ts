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
} as const satisfies Options;

type Problem = { readonly problem: string };
type Given = Exclude<Arguments, Problem>;

const VPC = /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/;
const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

const SHAPES: readonly (readonly [option: string, shape: string, fits: (value: string) => boolean])[] = [
  ['id', GROUP_SHAPE, (value) => groupId(value) !== undefined],
  ['name', 'a name', (value) => value !== ''],
  ['vpc', 'vpc- and 8 or 17 digits from 0-9, a-f', (value) => VPC.test(value)],
  ['account', 'a 12-digit account number', (value) => accountId(value) !== undefined],
  ['region', 'a region, such as eu-west-1', (value) => REGION.test(value)],
];

/** What the options of a command say of the group that rules stand in. */
export function groupFacts({ values, lists, flags }: Given): Facts | Problem {
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
  const [name, vpc, region] = [values.get('name'), values.get('vpc'), values.get('region')];
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
