import { partDoubts } from '../../functions/core/doubt-text.ts';
import type { Excuse, NearMiss } from '../../functions/core/excuse.ts';
import { policyText as safe } from '../../functions/core/notice/escape.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { outsideReason } from './outside-reason.ts';
import type { Facts, Opinion } from './weigh.ts';

/** A policy's row in the table: a word, lines, and where it stands among the others. */
export type OpinionRow = { readonly word: string; readonly lines: readonly string[]; readonly rank: number };

/** One policy's opinion, for the table. */
export function opinionRow({ policy, scope, says }: Opinion, facts: Facts): OpinionRow {
  const { id, title, severity, mode } = policy;
  const head = `${id} (${severity}, ${mode}): ${safe(title, 200)}`;
  const would = says.kind === 'breaks' ? 'the rule would break it' : 'it might be broken';
  const concerned = says.kind === 'breaks' || says.kind === 'unknown';
  if (says.kind === 'silent') return { word: 'silent', lines: [head, SILENT[policy.ban.kind] ?? ''], rank: 6 };
  if (mode === 'off') return { word: 'off', lines: [head, ...(concerned ? [`In audit mode ${would}.`] : [])], rank: 5 };
  if (scope.kind === 'outside') {
    const reason = `Not judged: ${outsideReason(policy.scope, facts)}.`;
    return {
      word: 'outside',
      lines: [head, concerned ? `${reason} Were the group covered, ${would}.` : reason],
      rank: 4,
    };
  }
  if (says.kind === 'exempt') return { word: 'exempt', lines: [head, ...excuseLines(says.excuses)], rank: 2 };
  if (!concerned) return { word: 'allows', lines: [head], rank: 3 };
  if (scope.kind === 'unknown') {
    const missing = `Whether it covers the group depends on ${scope.missing}${hint(scope.missing)}. If it does, ${would}.`;
    return { word: 'not known', lines: [head, missing], rank: 1 };
  }
  if (says.kind === 'unknown') {
    return { word: 'not known', lines: [head, `${sentence(says.missing)}${hint(says.missing)}.`], rank: 1 };
  }
  const lines = [
    head,
    `${sentence(says.finding.because)}.`,
    ...partDoubts(says.doubts).map((text) => `${text}${hint(text)}.`),
    ...excuseLines(says.excuses),
    ...(says.finding.nearly ?? []).map(nearMissText),
  ];
  return { word: 'breaks', lines, rank: 0 };
}

const excuseLines = (excuses: readonly Excuse[]): string[] =>
  excuses.flatMap(({ exemptions, more }) => [
    ...exemptions.map(
      ({ id, owner, until, reason }) =>
        `Exemption ${id} (${owner}, before ${until.slice(0, 16).replace('T', ' ')} UTC): ${safe(reason, 300)}`,
    ),
    ...(more === undefined ? [] : [`And ${more} more.`]),
  ]);

function nearMissText(miss: NearMiss): string {
  const named = `Exemption ${miss.exemption} (${miss.owner})`;
  switch (miss.kind) {
    case 'expired':
      return `${named} would excuse some of it, but ended at ${miss.until}.`;
    case 'to-come':
      return `${named} will excuse some of it, from ${miss.from} on.`;
    case 'other-actor':
      return `${named} excuses some of it, but not for this actor.`;
    default:
      return miss satisfies never;
  }
}

/** Why some policies have nothing to say of a rule that is added. */
const SILENT: Partial<Record<Policy['ban']['kind'], string>> = {
  watch: 'It watches calls beside the rules of groups.',
  require: 'It speaks of rules that are taken away.',
};

/** The option that gives a fact. */
function hint(missing: string): string {
  const list = /pl-[0-9a-f]+/.exec(missing)?.[0];
  if (list !== undefined) return ` (give --list ${list}=CIDR,CIDR)`;
  const [, option] = HINTS.find(([words]) => missing.includes(words)) ?? [];
  return option === undefined ? '' : ` (give ${option})`;
}

const HINTS: readonly (readonly [words: string, option: string])[] = [
  ["group's name", '--name NAME'],
  ["group's id", '--id sg-...'],
  ["group's tags", '--tag KEY=VALUE, or --untagged'],
  ["group's VPC", '--vpc vpc-...'],
  ['account', '--account NUMBER'],
  ['region', '--region REGION'],
  ['who made the change', '--actor ARN'],
];

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
