import type { Context } from '../context.ts';
import { nameText, untied } from '../notice/escape.ts';
import type { SourceWord } from '../policy.ts';
import { type Rule, type Source, sourceText } from '../rule.ts';
import { addressesOf, type Cidr } from '../traffic/cidr.ts';
import { publicPart } from '../traffic/public-addresses.ts';
import { sourcesOf } from '../traffic/rule-traffic.ts';
import { addressSet, holds } from '../traffic/source-set.ts';
import { widerThan } from './wider-than.ts';

/**
 * What it is about a rule's source that a word of a `deny` names some of it: `10.1.0.0/16 lies in 10.0.0.0/8, which the
 * policy denies`. One sentence without full stop, safe to show; a name that a record gives is quoted.
 */
export function wordReason(word: SourceWord, { source }: Pick<Rule, 'source'>, context: Context): string {
  const own = shown(source);
  switch (word.kind) {
    case 'any':
    // What `anywhere` means in a `deny` is judged by what the source covers, with reasons of its own.
    case 'anywhere':
      return `it lets in ${own}, and the policy denies this traffic from any source`;
    case 'public': {
      const whole = source.kind === 'cidr' && holds(publicPart(addressSet([source.cidr])), addressSet([source.cidr]));
      return whole ? `${own} is public` : `${own} holds public addresses`;
    }
    case 'wider-than': {
      const { cidr, limit } = widerThan(word, source, context) ?? {};
      const wide = cidr === undefined || cidr === own ? own : `${own} holds ${cidr}, which`;
      return `${wide} is wider than /${limit} and holds public addresses`;
    }
    case 'cidr':
      return `${source.kind === 'cidr' ? besideBlock(source.cidr, word.cidr) : `${own} holds addresses of ${word.cidr}`}, which the policy denies`;
    case 'list': {
      if (own === word.id) return `it lets in ${own}, which the policy denies`;
      const within = holds(addressSet(context.lists.get(word.id) ?? []), {
        ...sourcesOf(source, context.lists),
        atoms: [],
      });
      return `${own} ${within ? 'lies in' : 'holds addresses of'} ${word.id}, which the policy denies`;
    }
    case 'group':
      return `it lets in ${own}, which the policy denies`;
    case 'account':
      return `it lets in ${own} of account ${word.id}, which the policy denies`;
    default:
      return word satisfies never;
  }
}

/** Two blocks that share an address: they are the same, or one lies in the other. */
function besideBlock(own: Cidr, named: Cidr): string {
  if (own === named) return `it lets in ${own}`;
  return addressesOf(own).prefix > addressesOf(named).prefix ? `${own} lies in ${named}` : `${own} takes in ${named}`;
}

function shown(source: Source): string {
  if (source.kind === 'group') return `group ${source.id}`;
  return source.kind === 'group-name' ? `group ${untied(nameText(source.name))}` : sourceText(source);
}
