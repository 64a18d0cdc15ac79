import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { english as words } from '../../functions/portal/words-en.ts';
import { expectSound, isFocused, openWindow, startBrowser } from '../support/browser.ts';
import { approve, askAndConfirm, codeFor, mailsTo, signInStaff, untilInReview } from '../support/journey.ts';
import { errorSummary, follow, openByReference, press } from '../support/member-window.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

const email = 'sean.murphy@murphy-metals.example';
const minute = 60_000;
const widths = [390, 1280] as const;

let cloud: TestCloud;
let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), 'too-late-'));
const marker = join(folder, 'down');

/** At first no function of the product starts. */
beforeAll(async () => {
  writeFileSync(marker, '');
  const refuseToStart = new URL('../support/refuse-to-start.ts', import.meta.url);
  refuseToStart.searchParams.set('marker', pathToFileURL(marker).href);
  [cloud, browser] = await Promise.all([startTestCloud({ preload: [refuseToStart.href] }), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
  rmSync(folder, { recursive: true, force: true });
});

const sound = (page: Page, title: string) => expectSound(page, { title: `${title} – FerroNex`, lang: 'en' });

describe('while the service does not answer', () => {
  it.each(widths)('a page of %i pixels says so in both languages, and where to write to', async (width) => {
    const page = await openWindow(browser, { width, scripts: false });
    const answer = await page.goto(`${cloud.url}/en/request`);
    expect(answer?.status()).toBe(503);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectSound(page, { title: 'Service unavailable · 服务暂不可用', lang: 'en' });
    }
    const main = page.locator('main');
    await main.getByRole('heading', { level: 1, name: 'Sorry, the service is not available' }).waitFor();
    await main.locator('[lang=zh-Hans]').getByRole('heading', { name: '抱歉，服务暂时不可用' }).waitFor();
    const addresses = await main
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(addresses).toEqual(['mailto:privacy@ferronex.example', 'mailto:privacy@ferronex.example']);
    // In the look of the other pages, which comes from elsewhere than they do.
    expect((await page.request.get(`${cloud.url}/assets/portal.css`)).status()).toBe(200);
  });

  it('the same address works again once it does', async () => {
    const page = await openWindow(browser, { width: 390, scripts: false });
    await page.goto(`${cloud.url}/en/request`);
    await expectSound(page, { title: 'Service unavailable · 服务暂不可用', lang: 'en' });
    rmSync(marker);
    await page.reload();
    await sound(page, words.what.title);
  });
});

describe('a member who comes too late', () => {
  let reference: string;

  beforeAll(async () => {
    rmSync(marker, { force: true });
    ({ reference } = await askAndConfirm(cloud, { email }));
    const agent = await signInStaff(cloud, 'agent');
    const { id } = await untilInReview(agent, reference);
    await approve(cloud, agent, id);
  });

  /** Opens the page of the file in a new window, with a code on its way. */
  async function openFile(width: number): Promise<{ readonly page: Page; readonly code: string }> {
    // Codes come a minute apart.
    await cloud.advanceClock(minute);
    const page = await openWindow(browser, { width, scripts: false });
    await open(page);
    const already = await mailed('download_code');
    await press(page, words.ready.sendCode);
    return { page, code: await codeFor(cloud, email, 'download_code', already) };
  }

  async function open(page: Page): Promise<void> {
    const already = await mailed('tracking_code');
    await openByReference(cloud, page, { words, language: 'en', reference, email, already });
    await follow(page, words.status.openFiles);
    await sound(page, words.ready.title);
  }

  const mailed = async (milestone: string) => (await mailsTo(cloud, email, milestone)).length;

  async function download(page: Page, code: string): Promise<string> {
    await page.getByLabel(words.code.label).fill(code);
    const downloading = page.waitForEvent('download');
    await press(page, words.ready.download);
    const started = await downloading;
    expect(await started.failure()).toBeNull();
    return started.url();
  }

  it('for the link gets nothing from it, and another from the page the first came from', async () => {
    const { page, code } = await openFile(390);
    const link = await download(page, code);
    await cloud.advanceClock(6 * minute);

    const again = await openWindow(browser, { width: 390, scripts: false });
    expect((await again.goto(link))?.status()).toBe(403);
    expect(await again.content()).not.toContain(reference);

    // The page is still open. It takes the code once only, says so, and offers a new one.
    await page.getByLabel(words.code.label).fill(code);
    await press(page, words.ready.download);
    await sound(page, `${words.errorPrefix}${words.ready.title}`);
    expect(await errorSummary(page).getByRole('link').allTextContents()).toEqual([words.problems.code_expired]);
    expect(await isFocused(errorSummary(page))).toBe(true);
    await press(page, words.ready.again);
    await sound(page, words.ready.title);
    expect(await download(page, await codeFor(cloud, email, 'download_code', 1))).not.toBe(link);
  });

  it.each([
    { button: words.ready.download, width: 1280 },
    { button: words.ready.again, width: 390 },
  ])('for the session is told so at “$button”, and opens the request anew', async ({ button, width }) => {
    const { page, code } = await openFile(width);
    await cloud.advanceClock(121 * minute);
    await page.getByLabel(words.code.label).fill(code);
    await press(page, button);
    await sound(page, words.find.title);
    expect(await page.getByRole('status').textContent()).toBe(words.find.ended);
    await open(page);
  });
});
