import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

/** Where systems keep Chromium, first match; CHROMIUM in the environment comes before them. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A running browser with a profile of its own, for one test file. */
export type Browser = { readonly context: BrowserContext; readonly stop: () => Promise<void> };

/**
 * Starts Chromium without a window; await it at the top of a test file. Undefined, with one line on the terminal that says
 * why, where there is none; under `CI=true` that is an error.
 */
export async function startChromium(): Promise<Browser | undefined> {
  const { CHROMIUM, CI } = process.env;
  const places = CHROMIUM === undefined ? PLACES : [CHROMIUM];
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined) {
    const reason = `no Chromium at ${places.join(', ')}; install it, or name it in CHROMIUM`;
    if (CI === 'true') throw new Error(`The page can't be tested: ${reason}`);
    process.stderr.write(`Tests in the browser are left out: ${reason}\n`);
    return undefined;
  }
  const profile = await mkdtemp(join(tmpdir(), 'portcullis-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ARGUMENTS,
    viewport: { width: 1280, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const stop = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { context, stop };
}
