import type { LedgerFacts, Percentiles } from '../page-data.ts';
import type { App } from './app.ts';
import { element } from './element.ts';
import { countText, durationText, numberText } from './format.ts';
import { labelOf } from './labels.ts';

/** How long holes stood open: half of them, nine in ten, ninety-nine in a hundred, the longest; over all and by policy. */
export function exposureSection(app: App, { exposure, byPolicy }: LedgerFacts): HTMLElement {
  if (!exposure) return element('p', { class: 'empty' }, 'No hole was closed in this time.');
  const figure = (name: string, seconds: number) =>
    element('div', { class: 'measure' }, element('dt', {}, name), element('dd', {}, durationText(seconds)));
  const heads = ['Policy', 'Closed', 'Half within', '90 %', '99 %', 'Longest'];
  const row = ({ policy, ...facts }: Percentiles & { readonly policy: number }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'name' }, labelOf(app, 'policy', policy)),
      element('td', { class: 'number' }, numberText(facts.count)),
      ...[facts.p50, facts.p90, facts.p99, facts.max].map((seconds) =>
        element('td', { class: 'number' }, durationText(seconds)),
      ),
    );
  return element(
    'div',
    {},
    element(
      'dl',
      { class: 'measures' },
      figure('Half within', exposure.p50),
      figure('90 % within', exposure.p90),
      figure('99 % within', exposure.p99),
      figure('Longest', exposure.max),
    ),
    element(
      'div',
      { class: 'table-frame' },
      element(
        'table',
        {},
        element('caption', { class: 'unseen' }, 'How long holes stood open, by policy'),
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...heads.map((name, index) => element('th', { scope: 'col', class: index > 0 && 'number' }, name)),
          ),
        ),
        element('tbody', {}, ...byPolicy.toSorted((a, b) => b.count - a.count).map(row)),
      ),
    ),
    element(
      'p',
      { class: 'note' },
      'From the call to the read that saw the rule gone, for every hole that was closed in this time; the filters above do not apply.',
    ),
  );
}

/** Whether everything that had to be told was told. */
export function toldSection({ told }: LedgerFacts): HTMLElement {
  const all = told.both + told.mailOnly + told.eventOnly + told.none;
  if (all === 0) return element('p', { class: 'empty' }, 'Nothing had to be told.');
  const missing: [number, string][] = [
    [told.mailOnly, 'by mail, and not on the event bus'],
    [told.eventOnly, 'on the event bus, and not by mail'],
    [told.none, 'in no way yet'],
  ];
  const rest = missing.filter(([count]) => count > 0);
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'statement' },
      rest.length === 0
        ? `All ${countText(all, 'report')} went out by mail and on the event bus.`
        : `${numberText(told.both)} of ${countText(all, 'report')} went out by mail and on the event bus.`,
    ),
    rest.length > 0 &&
      element(
        'ul',
        { class: 'missing' },
        ...rest.map(([count, how]) => element('li', {}, `${countText(count, 'report')} went out ${how}`)),
      ),
    element(
      'p',
      { class: 'note' },
      'The mail goes to the subscribers of the topic. A report that is held as an earlier one told goes to the event bus alone.',
    ),
  );
}
