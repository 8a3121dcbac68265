import { accountId, groupId, prefixListId } from '../../functions/core/ids.ts';
import type { Source } from '../../functions/core/rule.ts';
import { quoted } from '../../functions/policy-file/problem.ts';
import { GROUP_SHAPE, LIST_SHAPE, looksLikeAddresses, readCidr } from '../../functions/policy-file/source-field.ts';
import { type Unreadable, unreadable, type Word } from './unreadable.ts';

const FORMS = 'a CIDR, pl-..., sg-..., <12 digits>/sg-... for a group of another account, or group NAME';

/** The source in the words after `from`; `text` is the whole, in which a group's name stands as it is written. */
export function sourceFromWords(words: readonly Word[], text: string): Source | Unreadable {
  const [first, ...more] = words;
  if (!first) return unreadable(undefined, `The source is missing; ${FORMS} is allowed`);
  if (first.text === 'group' && more[0]) return groupName(text.slice(more[0].at).trim());
  if (more[0]) return unreadable(more[0], `${quoted(more[0].text)} is one word too many; put each rule in quotes`);
  const [, account, id = first.text] = /^(\d{12})\/(sg-.*)$/.exec(first.text) ?? [];
  if (id.startsWith('sg-')) {
    const [group, owner] = [groupId(id), accountId(account)];
    if (!group) return unreadable(first, `${quoted(id)} is not ${GROUP_SHAPE}`);
    return { kind: 'group', id: group, ...(owner && { account: owner }) };
  }
  if (id.startsWith('pl-')) {
    const list = prefixListId(id);
    return list ? { kind: 'list', id: list } : unreadable(first, `${quoted(id)} is not ${LIST_SHAPE}`);
  }
  if (!looksLikeAddresses(first.text)) {
    return unreadable(first, `${quoted(first.text)} is no source; ${FORMS} is allowed`);
  }
  const cidr = readCidr(first.text, 'drop');
  return 'value' in cidr ? { kind: 'cidr', cidr: cidr.value } : unreadable(first, cidr.message);
}

function groupName(text: string): Source {
  const [, account, name = text] = /^([^/\s]+)\/(.+)$/.exec(text) ?? [];
  return { kind: 'group-name', name, ...(account !== undefined && { account }) };
}
