import { deflateRawSync } from 'node:zlib';
import type { Gathered } from './gather.ts';
import type { PageData } from './page-data.ts';
import { type Detail, hoursFor, shapePage } from './shape-page.ts';

/** What goes into the page: blocks of base64 of raw deflate; the first is the data, the others hold raw records. */
export type Packed = readonly string[];

/** Less and less detail, until the page has room for it. */
const DETAILS: readonly Detail[] = [
  { findings: 8_000, occurrences: 25, actors: 10_000, groups: 20_000 },
  { findings: 5_000, occurrences: 10, actors: 6_000, groups: 10_000 },
  { findings: 3_000, occurrences: 5, actors: 3_000, groups: 5_000 },
  { findings: 1_200, occurrences: 3, actors: 1_500, groups: 2_000 },
  { findings: 500, occurrences: 2, actors: 500, groups: 500 },
  { findings: 150, occurrences: 1, actors: 200, groups: 200 },
  { findings: 40, occurrences: 1, actors: 100, groups: 100 },
];

/** Records that share a block: enough for each to profit from the others, few enough to be unpacked at a click. */
const BLOCK = 25;

/** The part of the room that the data may take, the rest being kept for records. */
const SHARE = 0.75;

/** Packs as much as `room` characters hold. Throws RangeError when not even the least detail fits. */
export function packPage(gathered: Gathered, facts: Pick<PageData, 'source' | 'madeAt'>, room: number): Packed {
  const counted = gathered.cells.list(hoursFor(gathered.span));
  for (const [index, detail] of DETAILS.entries()) {
    const { data, records } = shapePage(gathered, counted, facts, detail);
    const last = index === DETAILS.length - 1;
    const size = pack(data).length;
    if (size > room * (last ? 1 : SHARE)) continue;
    // What is said of the blocks of records takes some room itself.
    let left = room - size - 2_000;
    const blocks: string[] = [];
    const sizes: number[] = [];
    for (let from = 0; from < records.length; from += BLOCK) {
      const block = records.slice(from, from + BLOCK);
      const packed = pack(block);
      left -= packed.length + BLOCK_MARKUP;
      if (left < 0) break;
      blocks.push(packed);
      sizes.push(block.length);
    }
    const recordsKept = sizes.reduce((sum, size) => sum + size, 0);
    return [pack({ ...data, recordBlocks: sizes, left: { ...data.left, recordsKept } }), ...blocks];
  }
  throw new RangeError(`The page has ${room} characters for its data, and the least takes more`);
}

/** The characters of the element around a block. */
const BLOCK_MARKUP = 80;

const pack = (value: unknown): string => deflateRawSync(JSON.stringify(value), { level: 9 }).toString('base64');
