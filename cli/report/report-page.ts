import type { Policy } from '../../functions/core/policy.ts';
import { buildPage, contentHash } from './build-page.ts';
import { gather } from './gather.ts';
import { packPage } from './pack-page.ts';
import type { PageData } from './page-data.ts';
import type { ReportedChange } from './reported-change.ts';
import { nameOf, sentenceOf } from './safe-text.ts';

/** What a page says beside the changes. */
export type PageFacts = {
  /** history: what would have been done. ledger: what was done. */
  readonly source: PageData['source'];
  /** When the page is made, ISO 8601. */
  readonly madeAt: string;
  /** The policies that judged, so that those which nothing broke are named too. */
  readonly policies: readonly Pick<Policy, 'id' | 'title' | 'severity' | 'mode'>[];
};

/** The bytes that a page may have. */
const LIMIT = 1_000_000;

/**
 * One self-contained HTML page about judged changes, below 1 MB however many there are: what does not fit is counted, and
 * the page says so. It goes through the changes once, in bounded memory. Nothing on the page is loaded from elsewhere, and
 * no text of a record is ever taken for markup: all of it is compressed data that the page's script shows as text.
 */
export async function reportPage(
  changes: AsyncIterable<ReportedChange> | Iterable<ReportedChange>,
  { source, madeAt, policies }: PageFacts,
): Promise<string> {
  const [gathered, { script, style }] = await Promise.all([
    gather(
      changes,
      policies.map(({ id, title, severity, mode }) => ({ id: nameOf(id), title: sentenceOf(title), severity, mode })),
    ),
    buildPage(),
  ]);
  const frame = (blocks: readonly string[]) => markup(source, script, style, blocks);
  const blocks = packPage(gathered, { source, madeAt }, LIMIT - Buffer.byteLength(frame([''])) - 1);
  return frame(blocks);
}

const TITLES: Readonly<Record<PageData['source'], string>> = {
  history: 'What these policies would have done',
  ledger: 'What Portcullis did',
};

function markup(source: PageData['source'], script: string, style: string, blocks: readonly string[]): string {
  const rules = [
    "default-src 'none'",
    `script-src ${contentHash(script)}`,
    `style-src ${contentHash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${TITLES[source]} · Portcullis</title>
<style>${style}</style>
</head>
<body>
<noscript>This page draws its tables and pictures with its own script, which is switched off here. Nothing is loaded from elsewhere.</noscript>
<div id="page"></div>
${blocks.map((block) => `<script type="application/octet-stream" class="data">${block}</script>`).join('\n')}
<script>${script}</script>
</body>
</html>
`;
}
