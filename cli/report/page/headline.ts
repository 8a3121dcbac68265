import { RESULTS, type Result } from '../result.ts';
import { type App, toggleResult } from './app.ts';
import { button, element } from './element.ts';
import { countText, dayText, durationText, numberText, RESULT_WORDS, shareText } from './format.ts';
import { labelOf } from './labels.ts';
import type { Dimension } from './model.ts';

/** The result that the page is about. */
export const mainResult = ({ model }: Pick<App, 'model'>): Result =>
  model.data.source === 'history' ? 'would-revert' : 'closed';

/** What a reader has to know who reads nothing else: how many, of how many, whose work, and what could not be judged. */
export function headline(app: App): HTMLElement {
  const { data, total } = app.model;
  const { span, source } = data;
  const period = span
    ? dayText(span[0]) === dayText(span[1])
      ? dayText(span[0])
      : `${dayText(span[0])} – ${dayText(span[1])}`
    : 'no time';
  return element(
    'header',
    { class: 'head' },
    element(
      'p',
      { class: 'kicker' },
      element('span', { class: 'emblem', 'aria-hidden': 'true' }),
      element('span', {}, source === 'history' ? 'Portcullis rehearsal' : 'Portcullis ledger'),
      element('span', { class: 'when' }, period),
    ),
    element('h1', {}, ...titleOf(app)),
    element('p', { class: 'lead' }, total === 0 ? 'There was no change to a security group to judge.' : leadOf(app)),
  );
}

function titleOf(app: App): (HTMLElement | string)[] {
  const { model, whole } = app;
  const main = whole.results[RESULTS.indexOf(mainResult(app))] ?? 0;
  const open = whole.results[RESULTS.indexOf('open')] ?? 0;
  const strong = (count: number, kind: Result) =>
    element('span', { class: `tone is-${kind}` }, count === 0 ? 'None' : numberText(count));
  if (model.total === 0) return ['No changes'];
  if (model.data.source === 'history')
    return [strong(main, 'would-revert'), ` of ${countText(model.total, 'change')} would have been reverted`];
  if (open > 0)
    return [
      strong(open, 'open'),
      ` of ${countText(model.total, 'change')} still ${open === 1 ? 'needs' : 'need'} a person`,
    ];
  return [strong(main, 'closed'), ` of ${countText(model.total, 'change')} had a hole that was closed`];
}

/** Whose work it is, where, when it last happened, and why some of it is not known. */
function leadOf(app: App): string {
  const { model, whole } = app;
  const result = RESULTS.indexOf(mainResult(app));
  const count = whole.results[result] ?? 0;
  const sentences: string[] = [];
  const exposure = model.data.ledger?.exposure;
  if (exposure)
    sentences.push(
      `${countText(count, 'hole was', 'holes were')} closed, half of them within ${durationText(exposure.p50)}, 99\u00a0% within ${durationText(exposure.p99)}.`,
    );
  if (count > 0) {
    const by = (dimension: Dimension) =>
      [...whole.tables[dimension].values()]
        .map((row) => ({ index: row.index, count: row.results[result] ?? 0 }))
        .filter((row) => row.count > 0)
        .sort((a, b) => b.count - a.count);
    const [actors, groups, tools] = [by('actor'), by('group'), by('tool')];
    const few = actors.slice(0, 3);
    const share = few.reduce((sum, row) => sum + row.count, 0);
    const names = few.map(({ index }) => labelOf(app, 'actor', index));
    const they = count === 1 ? 'It is' : 'They are';
    const whom =
      actors.length <= 3
        ? `${they} the work of ${listText(names)}`
        : `${they} the work of ${countText(actors.length, 'actor')}`;
    sentences.push(`${whom}, on ${countText(groups.length, 'group')}.`);
    if (actors.length > 3) sentences.push(`${upper(shareText(share, count))} of them were done by ${listText(names)}.`);
    const [tool] = tools;
    if (tool && labelOf(app, 'tool', tool.index) !== 'not said')
      sentences.push(`${upper(shareText(tool.count, count))} came through ${labelOf(app, 'tool', tool.index)}.`);
    sentences.push(`The last was on ${lastDay(app, result)}.`);
  } else if (model.data.source === 'history') sentences.push('Enforcing these policies would have taken nothing away.');
  const doubtful = whole.results[RESULTS.indexOf('undetermined')] ?? 0;
  if (doubtful > 0) {
    const [first] = [...whole.tables.reason.values()].filter(({ index }) => index > 0).sort((a, b) => b.all - a.all);
    const why = first && `, most often because ${lowered(labelOf(app, 'reason', first.index))}`;
    sentences.push(`${countText(doubtful, 'change')} could not be judged${why ?? ''}.`);
  }
  return sentences.join(' ');
}

function lastDay({ model, whole }: App, result: number): string {
  const last = whole.course[result]?.findLastIndex((count) => count > 0) ?? -1;
  const inTime = Math.min(model.data.span?.[1] ?? 0, (model.periods[last] ?? 0) + model.data.period * 3600 - 1);
  const finding = model.data.findings.filter((each) => each.result === result).map((each) => each.last);
  return dayText(finding.length > 0 ? finding.reduce((a, b) => Math.max(a, b)) : inTime);
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

const listText = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** The results with their numbers; each narrows the page to itself. */
export function figures(app: App): HTMLElement {
  const { filters, whole, tally, model } = app;
  const shown = RESULTS.filter((result, index) => (whole.results[index] ?? 0) > 0 || result === 'compliant');
  const sum = tally.results.reduce((all, each) => all + each, 0);
  return element(
    'ul',
    { class: 'figures', 'aria-label': 'Changes by result' },
    ...shown.map((result) => {
      const index = RESULTS.indexOf(result);
      const count = tally.results[index] ?? 0;
      const all = sum === model.total ? 'of all' : 'of these';
      return element(
        'li',
        {},
        button(
          {
            class: `figure is-${result}`,
            'aria-pressed': String(filters.results.has(index)),
            focus: `result ${result}`,
          },
          () => toggleResult(app, index),
          element('span', { class: 'figure-name' }, RESULT_WORDS[result].name),
          element('span', { class: 'figure-number' }, numberText(count)),
          element('span', { class: 'figure-share' }, count === 0 ? 'none' : `${shareText(count, sum)} ${all}`),
        ),
      );
    }),
  );
}
