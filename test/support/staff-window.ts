/** What staff do in a browser's window. */
import type { Browser, Page } from 'playwright-core';
import { openWindow } from './browser.ts';
import type { Site } from './journey.ts';

/** Opens the console in a window of its own and signs in on the development sign-in page. */
export async function openConsole(site: Site, browser: Browser, name: string, width = 1280): Promise<Page> {
  const page = await openWindow(browser, { width });
  await page.goto(`${site.url}/staff`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
  return page;
}

/** Opens a request from the queue; it is there as soon as it was sent. */
export async function openRequest(page: Page, reference: string): Promise<void> {
  await page.getByRole('link', { name: 'Requests', exact: true }).click();
  await page.getByRole('link', { name: reference }).click();
  await page.getByRole('heading', { name: reference, level: 1 }).waitFor();
}

export async function openTab(
  page: Page,
  name: 'Gather' | 'Review' | 'Decide' | 'Questions' | 'Messages' | 'Internal notes' | 'Emails' | 'Timeline',
): Promise<void> {
  await page.getByRole('tab', { name }).click();
}

/** Presses Tab until the control of this name has the focus; it has to be in sight then (WCAG 2.2, 2.4.11). */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let stops = 0; stops < 120; stops++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return { name: '', covered: false };
      const { left, top, width, height } = element.getBoundingClientRect();
      const seen = document.elementFromPoint(left + width / 2, top + height / 2);
      return {
        name: (element.getAttribute('aria-label') ?? element.textContent).trim(),
        covered: !(seen && (element.contains(seen) || seen.contains(element))),
      };
    });
    passed.push(focused.covered ? `${focused.name} (covered)` : focused.name);
    if (typeof name === 'string' ? focused.name !== name : !name.test(focused.name)) continue;
    if (focused.covered) break;
    return;
  }
  throw new Error(`Tab does not lead to ${name} in sight, but to: ${passed.join(' · ')}`);
}
