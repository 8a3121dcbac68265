import uPlot from 'uplot';
import { RESULTS, type Result } from '../result.ts';
import { type App, look } from './app.ts';
import { shownResults } from './breakdown.ts';
import { chartKey } from './chart-key.ts';
import { element } from './element.ts';
import { clockText, dayText, numberText } from './format.ts';

const HEIGHT = 260;

/** The chart of results over time, and the line above it that says what the cursor is at. */
export type Chart = { readonly root: HTMLElement; readonly draw: () => void };

/**
 * Stacked columns, the gravest result lowest. Dragging, or Enter on a column that the arrow keys led to, narrows the page
 * to that time; Escape widens it again.
 */
export function timeChart(app: App): Chart {
  const { model, whole } = app;
  const results = shownResults(whole.results);
  const canvas = element('div', { class: 'canvas', 'aria-hidden': 'true' });
  const key = chartKey(app, results, () => draw());
  const stage = element(
    'div',
    {
      class: 'stage',
      tabindex: 0,
      role: 'group',
      'aria-label':
        'Changes over time. Left and right arrow keys go through the periods, Enter narrows the page to one.',
      focus: 'chart',
      on: { keydown: (event) => press(event) },
    },
    canvas,
  );
  let plot: uPlot | undefined;
  let at: number | undefined;
  const choose = (first: number, last: number) => look(app, { ...app.filters, time: [first, last] });

  function press(event: KeyboardEvent): void {
    const last = model.periods.length - 1;
    const to = { ArrowLeft: (at ?? last + 1) - 1, ArrowRight: (at ?? -1) + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      at = Math.min(last, Math.max(0, to));
      const left = plot?.valToPos(middle(at), 'x') ?? 0;
      plot?.setCursor({ left, top: HEIGHT / 2 }, false);
      key.say(at, true);
    } else if (event.key === 'Enter' && at !== undefined) choose(at, at);
    else if (event.key === 'Escape') {
      const { time: _, ...filters } = app.filters;
      look(app, filters);
    } else return;
    event.preventDefault();
  }

  const middle = (period: number) => (model.periods[period] ?? 0) + model.data.period * 1800;

  function draw(): void {
    plot?.destroy();
    key.say(at);
    const width = canvas.clientWidth;
    if (width === 0 || model.periods.length === 0) return;
    const style = getComputedStyle(stage);
    const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
    const stacks = stacked(app, results, key.hidden);
    const end = (model.periods.at(-1) ?? 0) + model.data.period * 3600;
    const bars = uPlot.paths.bars?.({ size: [0.82, 44], gap: 0 });
    const line = { stroke: color('faint'), font: `11px ${style.fontFamily}`, ticks: { show: false } };
    plot = new uPlot(
      {
        width,
        height: HEIGHT,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        legend: { show: false },
        padding: [8, 36, 0, 0],
        cursor: { x: true, y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
        scales: {
          x: { time: true, range: [model.periods[0] ?? 0, end] },
          y: { range: (_plot, _least, most) => [0, Math.max(4, most * 1.06)] },
        },
        axes: [
          {
            ...line,
            size: 28,
            grid: { show: false },
            space: 80,
            values: (_plot, splits) => splits.map(tickText(splits)),
          },
          {
            ...line,
            size: 44,
            space: 46,
            grid: { stroke: color('hair'), width: 1 },
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6],
            values: (_plot, splits) => splits.map((split) => numberText(split)),
          },
        ],
        series: [
          {},
          ...results.toReversed().map((result) => ({
            fill: color(result),
            width: 0,
            points: { show: false },
            ...(bars && { paths: bars }),
          })),
        ],
        hooks: {
          drawClear: [(drawn) => shade(drawn, app, color('chosen'))],
          setCursor: [
            ({ cursor }) => {
              at = cursor.idx ?? undefined;
              key.say(at);
            },
          ],
          setSelect: [
            (drawn) => {
              const { left, width: wide } = drawn.select;
              if (wide < 3) return;
              choose(drawn.posToIdx(left), drawn.posToIdx(left + wide));
            },
          ],
        },
      },
      [model.periods.map((_, period) => middle(period)), ...stacks.toReversed()],
      canvas,
    );
  }
  new ResizeObserver(draw).observe(canvas);
  for (const query of ['(prefers-color-scheme: dark)', 'print']) matchMedia(query).addEventListener('change', draw);
  return { root: element('div', { class: 'chart' }, key.root, stage), draw };
}

/** Each result's columns on top of those of the results before it. */
function stacked({ tally, model, filters }: App, results: readonly Result[], left: ReadonlySet<Result>): number[][] {
  const below = model.periods.map(() => 0);
  return results.map((result) => {
    const index = RESULTS.indexOf(result);
    const hidden = filters.results.size > 0 ? !filters.results.has(index) : left.has(result);
    return below.map((sum, period) => {
      const top = sum + (hidden ? 0 : (tally.course[index]?.[period] ?? 0));
      below[period] = top;
      return top;
    });
  });
}

/** Shades the time that the page is narrowed to. */
function shade({ ctx, bbox, valToPos }: uPlot, { filters, model }: App, color: string): void {
  if (!filters.time) return;
  const [first, last] = filters.time;
  const from = valToPos(model.periods[first] ?? 0, 'x', true);
  const to = valToPos((model.periods[last] ?? 0) + model.data.period * 3600, 'x', true);
  ctx.save();
  ctx.fillStyle = color;
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.restore();
}

/** Ticks over several years are told apart by their years. */
const tickText = ([first = 0, ...others]: readonly number[]) => {
  const years = (others.at(-1) ?? first) - first > 300 * 86_400;
  return (seconds: number): string => (seconds % 86_400 === 0 ? dayText(seconds, years) : clockText(seconds));
};
