import { policyText as safe } from '../../functions/core/notice/escape.ts';
import { wrap } from '../../functions/core/notice/wrap.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import { compactTexts } from '../compact-texts.ts';
import { fateText } from './fate-text.ts';
import { opinionRow } from './opinion-row.ts';
import { type Piece, pieceWord } from './pieces.ts';
import type { Facts, Weighed } from './weigh.ts';

const COLUMNS = 80;

/** Where the second column of the tables begins. */
const SECOND = 13;

/** The most pieces of one part: a rule for all traffic has hundreds. */
const MOST = 12;

/** What the policies say of one rule: part by part, policy by policy, and what comes of it. */
export function whyText(weighed: Weighed, pieces: readonly Piece[], facts: Facts): string {
  const { rule, verdict, opinions } = weighed;
  const parted = pieces.some((piece) => pieceWord(piece) !== 'within');
  return [
    ...wrap(`${shownRule(rule)}: ${verdict}`, 0, 2, COLUMNS),
    ...(parted ? ['', '  PIECE BY PIECE', ...pieces.flatMap(pieceLines)] : []),
    '',
    '  POLICY BY POLICY',
    ...opinions
      .map((opinion) => opinionRow(opinion, facts))
      .toSorted((a, b) => a.rank - b.rank)
      .flatMap(({ word, lines: [first = '', ...more] }) => [
        ...row(word, first),
        ...more.flatMap((line) => wrap(safe(line, 600), SECOND, SECOND, COLUMNS)),
      ]),
    '',
    '  WHAT HAPPENS',
    ...wrap(fateText(weighed), 4, 4, COLUMNS),
  ].join('\n');
}

/** The text of a rule, with the account of a group that is not one's own. */
export const shownRule = (rule: Rule): string =>
  safe(
    rule.source.kind === 'group' && rule.source.account !== undefined
      ? ruleText(rule).replace(/ from /, ` from ${rule.source.account}/`)
      : ruleText(rule),
    600,
  );

function row(word: string, text: string): string[] {
  const [first = '', ...more] = wrap(safe(text, 600), SECOND, SECOND, COLUMNS);
  return [`  ${word.padEnd(SECOND - 2)}${first.trimStart()}`, ...more];
}

function pieceLines(piece: Piece): string[] {
  const { texts, breaks, perhaps, exempt } = piece;
  const about = [
    ...(breaks.length > 0 ? [`against ${breaks.join(', ')}`] : []),
    ...(perhaps.length > 0 ? [`perhaps against ${perhaps.join(', ')}`] : []),
    ...(exempt.length > 0 ? [`excused from ${exempt.join(', ')}`] : []),
  ];
  const compact = compactTexts(texts);
  const shown = compact.length > MOST ? [...compact.slice(0, MOST), `and ${compact.length - MOST} more`] : compact;
  const [first = '', ...more] = shown;
  return [
    ...row(pieceWord(piece), first),
    ...more.flatMap((text) => wrap(safe(text, 600), SECOND, SECOND, COLUMNS)),
    ...about.flatMap((line) => wrap(line, SECOND, SECOND + 2, COLUMNS)),
  ];
}
