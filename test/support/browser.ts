/** A real browser for the journeys: the one a package brings, so that nothing has to be installed on the machine. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Starts the browser. The variable CHROMIUM names another one, where the packaged one does not run. */
export async function startBrowser(): Promise<Browser> {
  const other = process.env.CHROMIUM;
  if (other) return chromium.launch({ executablePath: other });
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('The packaged browser runs on Linux on x64; name another one with the variable CHROMIUM.');
  const folder = await unpackedBrowser();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: join(folder, 'fonts.conf') }),
    },
  });
}

/** Unpacked once per version, beside the other things that are made from packages; complete or not there. */
async function unpackedBrowser(): Promise<string> {
  const manifest = readFileSync(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const folder = join(root, '.cache', `browser-${version}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('./unpack-browser.ts', import.meta.url))], {
    // The second makes the package bring its libraries too.
    env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  });
  const fonts = `<dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>`;
  writeFileSync(join(partial, 'fonts.conf'), `<?xml version="1.0"?><fontconfig>${fonts}</fontconfig>\n`);
  try {
    renameSync(partial, folder);
  } catch (error) {
    // Another process was first.
    if (!existsSync(folder)) throw error;
    rmSync(partial, { recursive: true });
  }
  return folder;
}

export interface Window {
  /** In CSS pixels. */
  readonly width: number;
  /** What the browser asks sites for; default English. */
  readonly locale?: 'en-GB' | 'zh-CN';
  /** Default true. */
  readonly scripts?: boolean;
}

const windows = new WeakMap<BrowserContext, Window>();
/** One for each window without scripts. */
const twins = new WeakMap<BrowserContext, Page>();

/** A window of a browser nobody has used before: no cookies, nothing kept. */
export async function openWindow(browser: Browser, window: Window): Promise<Page> {
  const { width, locale = 'en-GB', scripts = true } = window;
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    locale,
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
  });
  windows.set(context, window);
  return context.newPage();
}

/** What axe asks of whole pages, and a mail, which stands inside another page, need not have. */
export const pageRules = ['landmark-one-main', 'page-has-heading-one', 'region'];

export interface Looks {
  readonly title: string;
  readonly lang: string;
  /** Rules of axe that don't hold here. */
  readonly without?: readonly string[];
}

/** Finds that a page is what people need: named, in its language, no wider than the window, nothing in the way of anyone. */
export async function expectSound(page: Page, { title, lang, without = [] }: Looks): Promise<void> {
  const seen = await page.evaluate(() => ({
    title: document.title,
    lang: document.documentElement.lang,
    // What makes a page scroll sideways, so that a failure names it.
    tooWide:
      document.documentElement.scrollWidth <= document.documentElement.clientWidth
        ? []
        : [...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth)
            .map((element) => `${element.tagName.toLowerCase()}.${element.className}`),
  }));
  expect({ at: page.url(), ...seen, violations: await violationsOf(page, without) }).toEqual({
    at: page.url(),
    title,
    lang,
    tooWide: [],
    violations: [],
  });
}

/** What axe has against the page as it is now. */
async function violationsOf(page: Page, without: readonly string[]): Promise<string[]> {
  const window = windows.get(page.context());
  const seen = window?.scripts === false ? await twinOf(page, window) : page;
  const { violations } = await new AxeBuilder({ page: seen })
    // Of all that is right it names one element, instead of finding a way to each.
    .options({ resultTypes: ['violations'] })
    .disableRules([...without])
    .setLegacyMode(true)
    .analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
}

/**
 * The same document where scripts run, because axe is one. A page without scripts is its document: nothing has changed it,
 * and what was typed is in it once the server has answered.
 */
async function twinOf(page: Page, window: Window): Promise<Page> {
  const context = page.context();
  const browser = context.browser();
  if (!browser) throw new Error('a page without a browser');
  const twin = twins.get(context) ?? (await openWindow(browser, { ...window, scripts: true }));
  twins.set(context, twin);
  const body = await page.content();
  await twin.unrouteAll();
  await twin.route(page.url(), (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await twin.goto(page.url());
  return twin;
}

/** Whether the keyboard's focus is on the element. */
export function isFocused(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === document.activeElement);
}
