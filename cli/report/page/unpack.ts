import type { PageData } from '../page-data.ts';

const BLOCKS = 'script.data';

/** The data of the page. Throws when it is damaged. */
export async function readData(): Promise<PageData> {
  return (await unpack(0)) as PageData;
}

/** One of the raw records of the page, as JSON text; undefined when the page had no room for it. */
export async function readRecordText(data: PageData, index: number): Promise<string | undefined> {
  let [block, first] = [0, 0];
  for (const size of data.recordBlocks) {
    block++;
    if (index < first + size) return ((await unpack(block)) as string[])[index - first];
    first += size;
  }
  return undefined;
}

async function unpack(block: number): Promise<unknown> {
  const text = document.querySelectorAll(BLOCKS)[block]?.textContent;
  if (text === undefined || text === null) throw new TypeError(`The page has no block ${block}`);
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(stream).text());
}
