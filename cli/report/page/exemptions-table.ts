import type { ExemptionFacts } from '../page-data.ts';
import { element } from './element.ts';
import { dayText, numberText } from './format.ts';

/** The exemptions that excused something. */
export function exemptionsTable(exemptions: readonly ExemptionFacts[]): HTMLElement {
  if (exemptions.length === 0) return element('p', { class: 'empty' }, 'No exemption excused anything in this time.');
  return element(
    'div',
    { class: 'table-frame' },
    element(
      'table',
      {},
      element('caption', { class: 'unseen' }, 'Exemptions in use'),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...['Exemption', 'Changes', 'Last'].map((name, index) =>
            element('th', { scope: 'col', class: index > 0 && 'number' }, name),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        ...exemptions
          .toSorted((a, b) => b.count - a.count)
          .map(({ id, count, last }) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row', class: 'name' }, id),
              element('td', { class: 'number' }, numberText(count)),
              element('td', { class: 'number' }, dayText(last)),
            ),
          ),
      ),
    ),
  );
}
