import { element } from './element.ts';
import { portPlace, type Source, type TrafficBox, trafficBox } from './traffic-boxes.ts';

/** Ports that are marked on the axis, the most telling first: one that would stand on another is left out. */
const MARKS = [0, 65_535, 22, 443, 3389, 80, 1024, 8080, 5432];

/** Marks are at least so far apart, in parts of the axis. */
const APART = 0.065;

type Part = { readonly box: TrafficBox; readonly offending: boolean };

/**
 * Draws traffic as areas: ports from left to right, the internet from top to bottom, IPv4 and IPv6 apart. Against policy is
 * full, within policy is an outline. All of it is said in words beside it, so that the picture is one image to a reader.
 */
export function trafficPicture(offending: readonly string[], remainder: readonly string[]): HTMLElement | undefined {
  const parts = [part(remainder, false), part(offending, true)].flat();
  if (parts.length === 0) return undefined;
  const ported = parts.filter(({ box }) => box.ports !== undefined);
  const portless = parts.filter(({ box }) => box.ports === undefined);
  const references = parts.some(({ box }) => box.source.kind === 'reference');
  const rows = [band('IPv4', 4, ported, portless), band('IPv6', 6, ported, portless)];
  if (references) rows.push(band('Groups', undefined, ported, portless));
  const label = [
    offending.length > 0 ? `Against policy: ${offending.join(', ')}` : '',
    remainder.length > 0 ? `The rest: ${remainder.join(', ')}` : '',
  ];
  return element(
    'div',
    {
      class: portless.length > 0 ? 'picture with-portless' : 'picture',
      role: 'img',
      'aria-label': `Traffic by port and address. ${label.filter((text) => text !== '').join('. ')}`,
    },
    ...rows,
    axis(ported.filter(({ offending }) => offending).flatMap(({ box }) => box.ports ?? [])),
  );
}

const part = (texts: readonly string[], offending: boolean): Part[] =>
  texts.flatMap((text) => {
    const box = trafficBox(text);
    return box ? [{ box, offending }] : [];
  });

function band(
  name: string,
  family: 4 | 6 | undefined,
  ported: readonly Part[],
  portless: readonly Part[],
): HTMLElement {
  const here = ({ source }: TrafficBox) =>
    family === undefined ? source.kind === 'reference' : source.kind === 'addresses' && source.family === family;
  const areas = (parts: readonly Part[]) => parts.filter(({ box }) => here(box)).map(area);
  const drawn = [areas(ported), areas(portless)];
  const empty = drawn.every((list) => list.length === 0);
  const closed = empty && element('span', { class: 'nothing' }, 'not opened');
  return element(
    'div',
    { class: `band band-${family ?? 'references'}` },
    element('span', { class: 'band-name' }, element('span', {}, name), range(family)),
    element('span', { class: 'field' }, ...(drawn[0] ?? []), closed),
    portless.length > 0 && element('span', { class: 'field portless' }, ...(drawn[1] ?? [])),
  );
}

const range = (family: 4 | 6 | undefined): HTMLElement | undefined =>
  family === undefined
    ? undefined
    : element(
        'span',
        { class: 'range' },
        ...(family === 4 ? ['0.', '255.'] : ['2000:', '3fff:']).map((address) => element('span', {}, address)),
      );

function area({ box, offending }: Part): HTMLElement {
  const [from, to] = box.ports ? [portPlace(box.ports[0]), portPlace(box.ports[1] + 1)] : [0, 1];
  const [top, bottom] = extent(box.source);
  return element('span', {
    class: offending ? 'area offending' : 'area within',
    css: { '--left': from, '--width': Math.min(1, to) - from, '--top': top, '--height': bottom - top },
  });
}

const extent = (source: Source): readonly [number, number] =>
  source.kind === 'reference' ? [0, 1] : [source.from, source.to];

function axis(offending: readonly number[]): HTMLElement {
  const marked: { port: number; place: number; offending: boolean }[] = [];
  for (const port of [...new Set(offending), ...MARKS]) {
    const place = Math.min(1, portPlace(port));
    if (marked.some((other) => Math.abs(other.place - place) < APART)) continue;
    marked.push({ port, place, offending: offending.includes(port) });
  }
  return element(
    'div',
    { class: 'axis' },
    element('span', { class: 'band-name' }, 'Port'),
    element(
      'span',
      { class: 'marks' },
      ...marked.map(({ port, place, offending }) =>
        element(
          'span',
          { class: `mark${offending ? ' hit' : ''}${place > 0.98 ? ' end' : ''}`, css: { '--left': place } },
          port,
        ),
      ),
    ),
    element('span', { class: 'portless-name' }, 'no ports'),
  );
}
