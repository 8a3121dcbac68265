import type { FindingFacts } from '../page-data.ts';
import { RESULTS, type Result } from '../result.ts';
import { sessionOf } from '../session-of.ts';
import { type App, toggle } from './app.ts';
import { changesPanel } from './changes-panel.ts';
import { button, element } from './element.ts';
import { exemptionPanel } from './exemption-panel.ts';
import { countText, dayText, groupLabel, instantText, numberText, RESULT_WORDS, sessionsText } from './format.ts';
import { labelOf } from './labels.ts';
import { reachText, trafficBox } from './traffic-boxes.ts';
import { trafficPicture } from './traffic-picture.ts';

/** Pieces of traffic that are written out; the picture has them all. */
const FIRST_PIECES = 6;

/** One finding: what was opened, where, by whom; what of it is against policy, drawn and in words; what can be done. */
export function findingCard(app: App, finding: FindingFacts): HTMLElement {
  const { data } = app.model;
  const result = RESULTS[finding.result] ?? 'compliant';
  const [offending, remainder] = [finding.offending, finding.remainder].map((pieces) =>
    pieces.map((piece) => data.traffic[piece] ?? ''),
  ) as [string[], string[]];
  const group = data.groups[finding.group] ?? { id: null, name: null, account: '', region: '' };
  const picture = trafficPicture(offending, remainder);
  const policies = data.sets[finding.set] ?? [];
  return element(
    'article',
    { class: `finding is-${result}` },
    element(
      'header',
      {},
      element(
        'p',
        { class: 'tags' },
        element('span', { class: `tag is-${result}` }, RESULT_WORDS[result].name),
        finding.severity !== null && element('span', { class: `severity ${finding.severity}` }, finding.severity),
        finding.count > 1 && element('span', { class: 'times' }, `${numberText(finding.count)} times`),
      ),
      element('h3', {}, ...titleOf(offending, remainder, finding)),
      element(
        'p',
        { class: 'meta' },
        'on ',
        link(app, 'group', finding.group, groupLabel(group)),
        ' by ',
        link(app, 'actor', finding.actor, labelOf(app, 'actor', finding.actor)),
        ` ${whoText(app, finding)}`,
        element('span', { class: 'when' }, whenText(finding)),
      ),
    ),
    offending.length + remainder.length > 0 &&
      element(
        'div',
        { class: 'body' },
        picture,
        element(
          'dl',
          { class: 'words' },
          ...pieces('Against policy', 'offending', offending),
          ...pieces('The rest', 'within', remainder),
          finding.morePieces > 0 && element('dt', {}, 'More'),
          finding.morePieces > 0 && element('dd', {}, `${countText(finding.morePieces, 'further piece')} of traffic`),
        ),
      ),
    element(
      'dl',
      { class: 'facts' },
      fact('Why', finding.reason),
      fact(
        policies.length === 1 ? 'Policy' : 'Policies',
        ...policies.map((policy) => link(app, 'policy', policy, data.policies[policy]?.id ?? '')),
      ),
      fact('Group', [group.id, group.account, group.region].filter((text) => text !== null && text !== '').join(', ')),
      fact('Remedy', [finding.remedy, finding.mode && `${finding.mode} mode`].filter(Boolean).join(', ')),
    ),
    element(
      'div',
      { class: 'panels' },
      changesPanel(app, finding),
      offending.length > 0 && result !== 'exempt' && exemptionPanel(app, finding, offending),
    ),
  );
}

function fact(name: string, ...values: readonly (HTMLElement | string)[]): HTMLElement | undefined {
  const known = values.filter((value) => value !== '');
  if (known.length === 0) return undefined;
  return element('div', {}, element('dt', {}, name), ...known.map((value) => element('dd', {}, value)));
}

function titleOf(
  offending: readonly string[],
  remainder: readonly string[],
  { result, occurrences }: FindingFacts,
): (string | HTMLElement)[] {
  const [first = remainder[0], ...more] = offending;
  if (first === undefined) return [UNDRAWN[RESULTS[result] ?? 'compliant'] ?? occurrences[0]?.event ?? 'A change'];
  const rest = more.length > 0 ? [element('span', { class: 'and-more' }, ` and ${more.length} more`)] : [];
  return [element('span', { class: 'traffic' }, first), ...rest];
}

/** What a change is called of which no traffic is known; others by their event. */
const UNDRAWN: Partial<Record<Result, string>> = {
  undetermined: 'Could not be judged',
  exempt: 'Excused by an exemption',
};

function link(app: App, dimension: 'group' | 'actor' | 'policy', index: number, text: string): HTMLElement {
  const label = `Show only ${dimension} ${text}`;
  return button({ class: 'text-button', 'aria-label': label, title: label }, () => toggle(app, dimension, index), text);
}

function whoText(app: App, { tool, occurrences }: FindingFacts): string {
  const people = [...new Set(occurrences.map(({ who }) => sessionOf(who)).filter((name) => name !== undefined))];
  const sessions = sessionsText({ as: people.slice(0, 3), more: people.length - 3 });
  const by = labelOf(app, 'tool', tool);
  return [sessions === '' ? '' : `(${sessions})`, by === 'not said' ? '' : `with ${by}`]
    .filter((text) => text !== '')
    .join(' ');
}

function whenText({ first, last, count }: FindingFacts): string {
  if (count === 1) return instantText(first);
  const [from, to] = [dayText(first), dayText(last)];
  return from === to ? from : `${from} – ${to}`;
}

function pieces(name: string, kind: string, texts: readonly string[]): HTMLElement[] {
  if (texts.length === 0) return [];
  const more = texts.length - FIRST_PIECES;
  return [
    element('dt', { class: kind }, name),
    ...texts.slice(0, FIRST_PIECES).map((text) => {
      const box = trafficBox(text);
      const reach = box && reachText(box);
      return element(
        'dd',
        {},
        element('span', { class: 'traffic' }, text),
        reach !== undefined && element('span', { class: 'reach' }, reach),
      );
    }),
    ...(more > 0 ? [element('dd', { class: 'reach' }, `and ${countText(more, 'more piece')}`)] : []),
  ];
}
