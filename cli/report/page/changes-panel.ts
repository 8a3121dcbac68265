import type { FindingFacts, OccurrenceFacts } from '../page-data.ts';
import type { App } from './app.ts';
import { copyButton } from './copy-button.ts';
import { button, element } from './element.ts';
import { countText, durationText, instantText } from './format.ts';
import { readRecordText } from './unpack.ts';

/** The single changes of a finding, each with its record where the page has it. */
export function changesPanel(app: App, finding: FindingFacts): HTMLElement {
  const { occurrences, count } = finding;
  const panel = element('details', { class: 'panel changes' }, element('summary', {}, summaryOf(finding)));
  panel.addEventListener('toggle', () => {
    if (!panel.open || panel.childElementCount > 1) return;
    const place = element('div', { class: 'record' });
    const missing = count - occurrences.length;
    panel.append(
      element('ul', { class: 'occurrences' }, ...occurrences.map((each) => line(app, each, place))),
      (missing > 0 &&
        element(
          'p',
          { class: 'note' },
          `${countText(missing, 'further change')} of this kind ${missing === 1 ? 'is' : 'are'} counted here and not listed.`,
        )) ||
        '',
      place,
    );
    const [first] = occurrences;
    if (first) void show(app, first, place);
  });
  return panel;
}

function summaryOf({ count, occurrences }: FindingFacts): string {
  const changes = count === 1 ? 'The change' : countText(count, 'change');
  // Of what is within policy or exempt nobody keeps the record.
  if (occurrences.every(({ record }) => record === undefined)) return changes;
  return `${changes} and ${count === 1 ? 'its record' : 'their records'}`;
}

function line(app: App, occurrence: OccurrenceFacts, place: HTMLElement): HTMLElement {
  const { time, event, id, who, place: found, outcome, exposure, told } = occurrence;
  const facts = [
    event,
    `by ${who}`,
    outcome,
    exposure === undefined ? undefined : `open for ${durationText(exposure)}`,
    told === undefined ? undefined : TOLD[told],
  ];
  return element(
    'li',
    {},
    element('span', { class: 'occurrence-time' }, instantText(time)),
    element('span', {}, facts.filter((text) => text !== undefined).join(' · ')),
    element('span', { class: 'occurrence-place' }, id, found === '' ? '' : element('span', {}, ` in ${found}`)),
    button(
      { class: 'text-button', 'aria-label': `Show the record of ${id}` },
      () => void show(app, occurrence, place),
      'Record',
    ),
  );
}

const TOLD = {
  '': 'told to nobody yet',
  m: 'told by mail only',
  e: 'told on the event bus only',
  me: 'told by mail and event',
};

/** Shows a record below the list, or where else it is. */
async function show({ model }: App, { record, id, place: found }: OccurrenceFacts, place: HTMLElement): Promise<void> {
  const text = record === undefined ? undefined : await readRecordText(model.data, record);
  if (text === undefined) {
    const where = found === '' ? '' : ` It stands in ${found}.`;
    place.replaceChildren(element('p', { class: 'note' }, `The record of ${id} is not in this page.${where}`));
    return;
  }
  place.replaceChildren(
    element(
      'p',
      { class: 'record-head' },
      element('span', {}, `Record ${id}`),
      copyButton('Copy the record', () => text),
    ),
    element('pre', { tabindex: 0, 'aria-label': `Record ${id}` }, text),
  );
}
