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

export async function openTab(page: Page, name: 'Gather' | 'Review' | 'Decide' | 'Emails' | 'Timeline'): Promise<void> {
  await page.getByRole('tab', { name }).click();
}
