import type { Context } from '../../functions/core/context.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import { type How, judge } from '../../functions/core/verdict.ts';
import { compactTexts } from '../compact-texts.ts';
import { type Example, exampleRules, SELF } from './example-rules.ts';

/** Examples under what becomes of them, as the policy's own algebra judges them. */
export type Examples = { readonly title: string; readonly lines: readonly string[] };

/** The most examples of one kind: more are not read. */
const MOST = 8;

/** Rules that break a policy, that do not, and that can't be told, in a group that it covers. */
export function exampleLines(policy: Policy): Examples[] {
  switch (policy.ban.kind) {
    case 'deny':
    case 'only':
      return judged(policy, exampleRules(policy.ban.statements), 'added', '');
    case 'require':
      return judged(policy, exampleRules(policy.ban.statements), 'removed', 'taking away ');
    case 'freeze':
      return frozen(policy);
    case 'watch':
      return [];
    default:
      return policy.ban satisfies never;
  }
}

function verdictOn(policy: Policy, { rule, beside }: Example, how: How) {
  const standing = [...(beside ? [beside] : []), ...(how === 'removed' ? [] : [rule])];
  const group = { id: SELF, name: 'example', vpc: 'vpc-0123456789abcdef0', tags: {} };
  const context: Context = {
    account: '123456789012' as AccountId,
    region: 'eu-west-1',
    group,
    standing,
    lists: new Map(),
  };
  const [judged] = judge([rule], context, [{ ...policy, scope: {}, mode: 'audit', exemptions: [] }], how);
  if (!judged) throw new TypeError('judge() gave no verdict for a rule');
  return judged.verdict;
}

function judged(policy: Policy, examples: readonly Example[], how: How, act: string): Examples[] {
  const kinds = { violation: new Set<string>(), compliant: new Set<string>(), undetermined: new Set<string>() };
  for (const example of examples) {
    const verdict = verdictOn(policy, example, how);
    const company = example.beside ? `, beside ${ruleText(example.beside)}` : '';
    const text = `${act}${exampleText(example.rule)}${company}`;
    if (verdict.kind === 'violation') {
      const [{ offending, remainder }] = verdict.findings;
      const parted = remainder.length > 0 || verdict.doubts.some((doubt) => doubt.part !== undefined);
      const part = parted ? `, by its part ${someOf(compactTexts(offending))}` : '';
      kinds.violation.add(`${text}${part}`);
    } else if (verdict.kind !== 'exempt') kinds[verdict.kind].add(text);
  }
  const titled = (title: string, texts: ReadonlySet<string>) =>
    texts.size === 0 ? [] : [{ title, lines: [...texts].slice(0, MOST) }];
  return [
    ...titled('These break it', kinds.violation),
    ...titled('These do not', kinds.compliant),
    ...titled(
      `${kinds.undetermined.size === 1 ? 'This' : 'These'} can't be told while the prefix list's entries are not known`,
      kinds.undetermined,
    ),
  ];
}

const someOf = (texts: readonly string[]): string =>
  texts.length > 3 ? `${texts.slice(0, 2).join('; ')}; and ${texts.length - 2} more` : texts.join('; ');

/** The text of a rule, with what its source does not say of a group. */
function exampleText(rule: Rule): string {
  const { source } = rule;
  if (source.kind !== 'group') return ruleText(rule);
  if (source.account !== undefined) return `${ruleText(rule)} of account ${source.account}`;
  return source.id === SELF ? `${ruleText(rule)}, the group itself` : ruleText(rule);
}

const FROZEN: readonly (readonly [How, string])[] = [
  ['added', 'adding'],
  ['modified', 'changing what was'],
  ['removed', 'taking away'],
  ['standing', 'leaving as it stands'],
];

function frozen(policy: Policy): Examples[] {
  const rule: Rule = { protocol: 6, from: 443, to: 443, source: { kind: 'group', id: SELF } };
  const done = FROZEN.map(([how, act]) => ({
    text: `${act} ${ruleText(rule)}`,
    breaks: verdictOn(policy, { rule }, how).kind === 'violation',
  }));
  const those = (breaks: boolean) => done.filter((each) => each.breaks === breaks).map(({ text }) => text);
  return [
    { title: 'These break it', lines: those(true) },
    { title: 'This does not', lines: those(false) },
  ];
}
