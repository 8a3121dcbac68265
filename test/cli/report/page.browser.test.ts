import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { reportPage } from '../../../cli/report/report-page.ts';
import type { ReportedChange } from '../../../cli/report/reported-change.ts';
import { type Result, resultOf } from '../../../cli/report/result.ts';
import { startChromium } from '../../browser/chromium.ts';
import { hostileChanges } from './hostile-changes.ts';
import { SAMPLE_POLICIES, sampleChanges, sampleReports } from './sample-changes.ts';

const browser = await startChromium();

const MADE = { madeAt: '2026-11-25T09:00:00Z', policies: SAMPLE_POLICIES };
const CHANGES = [...sampleChanges(4_000, { bad: 0.1 })];
const REPORTS = [...sampleReports(2_000, { bad: 0.2 })];

/** As a log judges that says little of what stood before it. */
const asDoubt = (change: ReportedChange): ReportedChange =>
  change.verdict === 'compliant' ? { ...change, verdict: 'undetermined', reason: "the group's tags" } : change;

const numbers = new Intl.NumberFormat('en');
const count = (changes: readonly ReportedChange[], result: Result) =>
  changes.filter((change) => resultOf(change) === result).length;

describe.runIf(browser)('the page in a browser', () => {
  let folder: string;
  let page: Page;
  const troubles: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portcullis-page-'));
    const pages = {
      history: reportPage(CHANGES, { source: 'history', ...MADE }),
      ledger: reportPage(REPORTS, { source: 'ledger', ...MADE }),
      hostile: reportPage(hostileChanges(), { source: 'history', ...MADE }),
      empty: reportPage([], { source: 'history', ...MADE }),
      doubtful: reportPage(CHANGES.map(asDoubt), { source: 'history', ...MADE }),
    };
    for (const [name, html] of Object.entries(pages)) await writeFile(join(folder, `${name}.html`), await html);
    if (!browser) return;
    page = await browser.context.newPage();
    page.on('pageerror', ({ message }) => troubles.push(message));
    page.on('console', (message) => troubles.push(message.text()));
    page.on('dialog', (dialog) => troubles.push(dialog.message()));
    page.on('request', (request) => requests.push(request.url()));
  });

  afterEach(() => {
    expect(troubles.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (name: string) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light', media: 'screen' });
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    await page.waitForSelector('html[data-state]');
    expect(await page.getAttribute('html', 'data-state')).toBe('ready');
  };
  const figure = (name: string) => page.locator('.figure', { hasText: name }).locator('.figure-number').textContent();
  const openAll = () =>
    page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
  const rows = (table: string) => page.locator(`.table-${table} tbody tr`);
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.focus);

  test.for(['history', 'ledger', 'hostile', 'empty'])(
    '%s opens without an error and asks for nothing',
    async (name) => {
      requests.splice(0);
      await open(name);
      expect(requests).toHaveLength(1);
      expect(requests[0]).toMatch(/^file:/);
    },
  );

  test('the first thing it says is how many would have been reverted', async () => {
    await open('history');
    const reverted = numbers.format(count(CHANGES, 'would-revert'));
    expect(await page.textContent('h1')).toBe(`${reverted} of 4,000 changes would have been reverted`);
    expect(await figure('Would be reverted')).toBe(reverted);
    expect(await figure('Undetermined')).toBe(numbers.format(count(CHANGES, 'undetermined')));
    expect(await figure('Within policy')).toBe(numbers.format(count(CHANGES, 'compliant')));
  });

  test('a click on a policy narrows every number to it, and a second one widens them again', async () => {
    await open('history');
    const [policy] = SAMPLE_POLICIES;
    const those = CHANGES.filter(({ policies }) => policies.includes(policy.id));
    await rows('policy').getByRole('button', { name: policy.title }).click();
    expect(await figure('Would be reverted')).toBe(numbers.format(count(those, 'would-revert')));
    expect(await page.textContent('.filter-count')).toBe(`${numbers.format(those.length)} of 4,000 changes`);
    const listed = those.filter((change) => resultOf(change) !== 'compliant').length;
    expect(await page.textContent('.findings-bar .count')).toContain(`${numbers.format(listed)} changes`);
    expect(await rows('policy').count()).toBe(SAMPLE_POLICIES.length);
    await rows('policy').getByRole('button', { name: policy.title }).click();
    expect(await figure('Would be reverted')).toBe(numbers.format(count(CHANGES, 'would-revert')));
    expect(await page.locator('.filter-bar').count()).toBe(0);
  });

  test('the head of a column sorts by it, either way, and says so', async () => {
    await open('history');
    const head = page.locator('.table-actor th', { hasText: 'All changes' });
    const column = async () => {
      const texts = await rows('actor').locator('td:last-child').allTextContents();
      return texts.map((text) => Number(text.replace(',', '')));
    };
    await head.getByRole('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect(await column()).toEqual((await column()).toSorted((a, b) => b - a));
    expect(await focused()).toBe('actor sort all');
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    expect(await column()).toEqual((await column()).toSorted((a, b) => a - b));
  });

  test('the arrow keys go through the chart, Enter narrows to a day and Escape widens again', async () => {
    await open('history');
    await page.locator('.stage').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const [, second = ''] = [...new Set(CHANGES.map(({ time }) => time.slice(0, 10)))];
    const those = CHANGES.filter(({ time }) => time.startsWith(second));
    expect(await page.textContent('.key-all')).toBe(`of ${those.length}`);
    await page.keyboard.press('Enter');
    expect(await page.textContent('.filter-count')).toBe(`${those.length} of 4,000 changes`);
    expect(await figure('Would be reverted')).toBe(String(count(those, 'would-revert')));
    expect(await focused()).toBe('chart');
    await page.keyboard.press('Escape');
    expect(await page.locator('.filter-bar').count()).toBe(0);
  });

  test('what would crowd the chart is left out of it, and a click takes it in', async () => {
    await open('doubtful');
    const pressed = async () => ({
      reverted: await page.locator('.key-entry.is-would-revert').getAttribute('aria-pressed'),
      doubtful: await page.locator('.key-entry.is-undetermined').getAttribute('aria-pressed'),
    });
    const drawn = () => page.locator('.canvas canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    expect(await pressed()).toEqual({ reverted: 'true', doubtful: 'false' });
    const before = await drawn();
    await page.locator('.key-entry.is-undetermined').focus();
    await page.keyboard.press('Space');
    expect(await pressed()).toEqual({ reverted: 'true', doubtful: 'true' });
    expect(await drawn()).not.toBe(before);
    await page.keyboard.press('Space');
    expect(await drawn()).toBe(before);
  });

  test('dragging over the chart narrows to that time', async () => {
    await open('history');
    await page.locator('.stage').scrollIntoViewIfNeeded();
    const box = await page.locator('.u-over').boundingBox();
    if (!box) throw new TypeError('There is no chart');
    await page.mouse.move(box.x + box.width * 0.25, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 3 });
    await page.mouse.up();
    const shown = Number(((await page.textContent('.filter-count')) ?? '').split(' ')[0]?.replace(',', ''));
    expect(shown).toBeGreaterThan(900);
    expect(shown).toBeLessThan(1_100);
  });

  test('searching finds a change by its id, and keeps the focus while typing', async () => {
    await open('history');
    const wanted = CHANGES.findLast(({ verdict }) => verdict === 'violation');
    await page.getByLabel('Search the findings').focus();
    await page.keyboard.type(wanted?.eventId ?? '');
    expect(await page.locator('.finding').count()).toBe(1);
    expect(await focused()).toBe('findings search');
    await page.locator('.changes summary').click();
    await page.locator('.record pre').waitFor();
    expect(JSON.parse((await page.locator('.record pre').first().textContent()) ?? '')).toMatchObject({
      eventVersion: '1.10',
    });
  });

  test('an exemption and a record are copied as they are shown', async () => {
    await open('history');
    const card = page.locator('.finding').first();
    await card.locator('.exemption summary').click();
    await card.getByLabel('Who answers for it').fill('team "payments": #1');
    await card.getByRole('button', { name: 'Copy the exemption' }).click();
    await card.getByText('Copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const [exemption] = parse(copied) as Record<string, unknown>[];
    const [change] = CHANGES.filter(({ groupId }) => groupId === exemption?.group);
    expect(exemption).toMatchObject({
      group: change?.groupId,
      actor: change?.actor,
      owner: 'team "payments": #1',
      from: '2026-11-25',
      until: '2027-02-23',
    });
    await card.locator('.changes summary').click();
    await card.getByRole('button', { name: 'Copy the record' }).click();
    await card.locator('.record').getByText('Copied').waitFor();
    expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({
      recipientAccountId: change?.account,
    });
  });

  test('no text of a record is more than text', async () => {
    await open('hostile');
    for (const more of await page.locator('.more').all()) await more.click();
    await openAll();
    await page.locator('.record pre').first().waitFor();
    const found = await page.evaluate(() => ({
      pwned: 'pwned' in window || 'pwned' in Object.prototype,
      elements: document.querySelectorAll('#page :is(script, img, style, iframe, a, [onload], [onerror])').length,
      hidden: /(?!\n)[\p{C}\p{Zl}\p{Zp}]/u.exec(document.querySelector('#page')?.textContent ?? '')?.[0],
      wide: document.documentElement.scrollWidth > innerWidth,
    }));
    expect(found).toEqual({ pwned: false, elements: 0, hidden: undefined, wide: false });
    expect(await page.locator('#page').textContent()).toContain('</script><script>window.pwned = 1</script>');
  });

  test('a script that gets into the page does not run', async () => {
    await open('history');
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.append('window.pwned = 7');
      document.body.append(script);
      let markup = true;
      try {
        document.body.innerHTML = '<b>x</b>';
      } catch {
        markup = false;
      }
      return { script: 'pwned' in window, markup };
    });
    expect(ran).toEqual({ script: false, markup: false });
    expect(troubles.splice(0).every((trouble) => /Content Security Policy|Trusted/.test(trouble))).toBe(true);
  });

  test.for(['light', 'dark'] as const)('texts can be read in %s', async (colorScheme) => {
    await open('history');
    await page.emulateMedia({ colorScheme });
    const ratios = await page.evaluate(() => {
      const luminance = (color: string) => {
        const [red = 0, green = 0, blue = 0] = (color.match(/\d+(\.\d+)?/g) ?? []).map((part) => {
          const share = Number(part) / 255;
          return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const behind = (element: Element | null): string => {
        const color = element ? getComputedStyle(element).backgroundColor : 'rgb(255, 255, 255)';
        return color === 'rgba(0, 0, 0, 0)' ? behind(element?.parentElement ?? null) : color;
      };
      const texts = [...document.querySelectorAll('#page *')].filter(({ childNodes }) =>
        [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()),
      );
      return texts.map((element) => {
        const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
        return {
          element: `${element.tagName}.${element.className}`,
          ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
        };
      });
    });
    expect(ratios.length).toBeGreaterThan(100);
    expect(ratios.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  test.for(['history', 'ledger', 'hostile'])('%s fits a phone, whatever is open', async (name) => {
    await open(name);
    await page.setViewportSize({ width: 390, height: 844 });
    await openAll();
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, document.body.scrollWidth]);
    expect(widths).toEqual([390, 390]);
  });

  test('on paper it is dark on white, and has no controls', async () => {
    await open('history');
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(paper).toBe('rgb(255, 255, 255)');
    expect(await page.locator('.find:visible, .more:visible, .copy:visible').count()).toBe(0);
    expect(await page.locator('.findings .on-paper').isVisible()).toBe(true);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('everything has a name, and tables and pictures say what they are', async () => {
    await open('history');
    await openAll();
    const nameless = await page.evaluate(() => ({
      buttons: [...document.querySelectorAll('button')].filter((each) => !(each.ariaLabel ?? each.textContent)).length,
      fields: [...document.querySelectorAll<HTMLInputElement>('input, select')].filter(
        (each) => !each.ariaLabel && (each.labels?.length ?? 0) === 0,
      ).length,
      pictures: document.querySelectorAll('[role="img"]:not([aria-label])').length,
      tables: [...document.querySelectorAll('table')].filter((each) => !each.querySelector('th[scope="col"]')).length,
      heads: document.querySelectorAll('h1').length,
    }));
    expect(nameless).toEqual({ buttons: 0, fields: 0, pictures: 0, tables: 0, heads: 1 });
  });

  test('the ledger says how long holes stood open, who was told, and which exemptions are in use', async () => {
    await open('ledger');
    const still = count(REPORTS, 'open');
    expect(await page.textContent('h1')).toBe(`${still} of 2,000 changes still need a person`);
    const times = REPORTS.flatMap(({ exposure }) => (exposure === undefined ? [] : [exposure])).sort((a, b) => a - b);
    expect(await page.locator('.measure').last().textContent()).toContain(
      `${Math.floor((times.at(-1) ?? 0) / 60)}\u00a0min`,
    );
    const exempt = count(REPORTS, 'exempt');
    expect(await page.locator('#exemptions tbody tr').textContent()).toContain(`vendor-database-import${exempt}`);
    expect(await page.textContent('#told')).toContain('out by mail and on the event bus');
  });
});
