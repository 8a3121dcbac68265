import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { build } from 'esbuild';

/** The program and the style of the page, each as one text that holds no end tag of its element. */
export type BuiltPage = { readonly script: string; readonly style: string };

const PAGE = resolve(import.meta.dirname, 'page');

/** Bundles the page's sources, the chart library among them. Throws when they do not build. */
export async function buildPage(): Promise<BuiltPage> {
  const { outputFiles } = await build({
    entryPoints: { script: resolve(PAGE, 'main.ts'), style: resolve(PAGE, 'page.css') },
    outdir: PAGE,
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome103', 'firefox113', 'safari16.4'],
    mainFields: ['module', 'main'],
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const text = (end: string): string => {
    const file = outputFiles.find(({ path }) => path.endsWith(end));
    if (!file) throw new TypeError(`esbuild wrote no ${end} file`);
    return file.text;
  };
  const built = { script: text('.js'), style: text('.css') };
  if (/<\/(?:script|style)|<!--/i.test(built.script + built.style))
    throw new TypeError('The page would end its own script or style');
  return built;
}

/** How a policy of contents names an inline script or style: by the hash of its text. */
export const contentHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
