/** What a member does in a browser's window. The words on the pages are the product's own. */
import type { Locator, Page } from 'playwright-core';
import type { Words } from '../../functions/portal/words.ts';
import { codeFor, type Site } from './journey.ts';

/** Presses the button of this name. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

/** Follows the first link of this name. */
export async function follow(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).first().click();
}

/** Types in the code on the page that asks for one. */
export async function typeCode(page: Page, words: Words, code: string): Promise<void> {
  await page.getByLabel(words.code.label).fill(code);
  await press(page, words.code.submit);
}

/** Opens a request by its reference and the code mailed for that. */
export async function openByReference(
  site: Site,
  page: Page,
  {
    words,
    already = 0,
    ...request
  }: {
    readonly words: Words;
    readonly language: string;
    readonly reference: string;
    readonly email: string;
    /** Codes that were mailed for this before. */
    readonly already?: number;
  },
): Promise<void> {
  await page.goto(`${site.url}/${request.language}/track`);
  await page.getByLabel(words.find.label).fill(request.reference);
  await press(page, words.find.submit);
  await typeCode(page, words, await codeFor(site, request.email, 'tracking_code', already));
}

/** What the page says is wrong, first of all. */
export function errorSummary(page: Page): Locator {
  return page.locator('.error-summary');
}
