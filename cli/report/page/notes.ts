import type { LeftOut, PageData } from '../page-data.ts';
import { element } from './element.ts';
import { countText, numberText } from './format.ts';

/** What the page can't or does not say: nothing is left out in silence. */
export function notes({ source, left, madeAt, period }: PageData): HTMLElement {
  const lines = [
    ...basis(source),
    ...leftOut(left),
    `Times are UTC; counts are kept by ${period === 1 ? 'the hour' : period === 24 ? 'the day' : countText(period / 168, 'week')}.`,
  ];
  return element(
    'div',
    { class: 'notes' },
    element('ul', {}, ...lines.map((line) => element('li', {}, line))),
    element(
      'p',
      { class: 'made' },
      `Made ${madeAt.slice(0, 16).replace('T', ' ')} UTC. This page loads nothing and sends nothing.`,
    ),
  );
}

function basis(source: PageData['source']): string[] {
  if (source === 'ledger')
    return [
      'Each change that Portcullis judged is a report in its ledger; a change that never reached it is not here.',
    ];
  return [
    'Each change was judged by the policies as they are today, with what the log itself says of the group at that time. Nothing was touched.',
    'A log does not say which rules and tags a group had before it begins. What can’t be known without them is undetermined, never within policy.',
    'A violation counts as “would be reverted” when the policy’s remedy changes something, whatever its mode is now.',
  ];
}

function leftOut(left: LeftOut): string[] {
  const lines: string[] = [];
  const records = left.records - left.recordsKept;
  if (left.records > 0)
    lines.push(
      records > 0
        ? `${numberText(left.recordsKept)} of ${countText(left.records, 'raw record')} are in this page, those of the gravest findings first; the others stand where each change says.`
        : `All ${countText(left.records, 'raw record')} of violations and undetermined changes are in this page.`,
    );
  if (left.occurrences > 0)
    lines.push(
      `${countText(left.occurrences, 'change')} of the listed findings ${left.occurrences === 1 ? 'is' : 'are'} counted, and not listed one by one.`,
    );
  if (left.findings > 0)
    lines.push(
      `${countText(left.findings, 'change')} had findings for which there was no room; they count in every number and table.`,
    );
  if (left.actors > 0)
    lines.push(`${countText(left.actors, 'change')} of rarer actors stand together under “all others”.`);
  if (left.groups > 0)
    lines.push(`${countText(left.groups, 'change')} of rarer groups stand together under “all others”.`);
  if (left.untimed > 0)
    lines.push(`${countText(left.untimed, 'change')} had no time that can be read, and count in the first period.`);
  return lines;
}
