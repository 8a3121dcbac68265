import { trafficText, untied } from '../notice/escape.ts';
import type { SourceWord, Statement } from '../policy.ts';
import { ALL_PROTOCOLS, PROTOCOL_NAMES } from '../rule.ts';

/** The most characters that the traffic which may stay takes in a reason, one statement aside. */
const LONGEST = 120;

/**
 * Why a part of a rule breaks an `only`: what may be let in, and the first of what the rule lets in beyond. One sentence
 * without full stop, at most about 300 characters, safe to show:
 * `only tcp 443 from anywhere may be let in, and it lets in tcp 22 from 0.0.0.0/0`.
 */
export function onlyReason(statements: readonly Statement[], beyond: readonly string[]): string {
  const [first = '', ...more] = beyond;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return `only ${allowedText(statements)} may be let in, and it lets in ${untied(trafficText(first))}${others}`;
}

function allowedText(statements: readonly Statement[]): string {
  const texts = [...new Set(statements.map(statementText))];
  let kept = 1;
  while (kept < texts.length && texts.slice(0, kept + 1).join(', ').length <= LONGEST) kept++;
  return series(texts, kept, 'and');
}

function statementText({ protocols, ports, icmp, sources }: Statement): string {
  const names = protocols.map((protocol) =>
    protocol === ALL_PROTOCOLS ? 'all traffic' : (PROTOCOL_NAMES[protocol] ?? `protocol ${protocol}`),
  );
  const spans = ports?.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const type = icmp?.type === undefined ? '' : ` type ${icmp.type}`;
  const code = icmp?.code === undefined ? '' : ` code ${icmp.code}`;
  const what = `${series(names, 3, 'and')}${spans ? ` ${series(spans, 4, 'and')}` : ''}${type}${code}`;
  return `${what} from ${series(sources.map(wordText), 2, 'or')}`;
}

/** The first few of some texts in a sentence, and how many there are beside. */
function series(texts: readonly string[], most: number, word: 'and' | 'or'): string {
  const left = texts.length - most;
  const all = left > 0 ? [...texts.slice(0, most), `${left} more`] : texts;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} ${word} ${all.at(-1)}`;
}

function wordText(word: SourceWord): string {
  switch (word.kind) {
    case 'anywhere':
      return 'anywhere';
    case 'any':
      return 'any source';
    case 'public':
      return 'public addresses';
    case 'wider-than':
      return 'wide blocks';
    case 'cidr':
      return word.cidr;
    case 'list':
    case 'group':
      return word.id;
    case 'account':
      return `groups of account ${word.id}`;
    default:
      return word satisfies never;
  }
}
