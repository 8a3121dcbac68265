/// <reference lib="dom" />

const SVG = 'http://www.w3.org/2000/svg';
const COLUMNS = 30;

/** A small picture of how often something happened over time; the numbers beside it say how much. */
export function sparkline(course: ArrayLike<number>): SVGSVGElement {
  const columns = Array<number>(Math.min(COLUMNS, Math.max(1, course.length))).fill(0);
  for (let index = 0; index < course.length; index++) {
    const column = Math.floor((index * columns.length) / course.length);
    columns[column] = (columns[column] ?? 0) + (course[index] ?? 0);
  }
  const most = Math.max(1, ...columns);
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('class', 'spark');
  picture.setAttribute('viewBox', `0 0 ${columns.length * 4} 20`);
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('aria-hidden', 'true');
  for (const [index, count] of columns.entries()) {
    if (count === 0) continue;
    const height = Math.max(1.5, (count / most) * 20);
    const bar = document.createElementNS(SVG, 'rect');
    const place = { x: index * 4, y: 20 - height, width: 3, height };
    for (const [name, value] of Object.entries(place)) bar.setAttribute(name, String(value));
    picture.append(bar);
  }
  return picture;
}
