/** What a member does in a browser's window; the words on the pages are the product's own. */
import type { Page } from 'playwright-core';
import type { Words } from '../../functions/portal/words.ts';
import { codeFor, type Site } from './journey.ts';

/** Sends the page's form with its main button, as a press of it does. */
export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

export async function follow(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).first().click();
}

/** Types in the code on the page that asks for one. */
export async function enterCode(page: Page, words: Words, code: string): Promise<void> {
  await page.getByLabel(words.code.label).fill(code);
  await press(page, words.code.submit);
}

/** Opens a request by its reference and the code mailed for that, behind `already` earlier ones. */
export async function openByReference(
  site: Site,
  page: Page,
  {
    words,
    language,
    reference,
    email,
    already = 0,
  }: {
    readonly words: Words;
    readonly language: string;
    readonly reference: string;
    readonly email: string;
    readonly already?: number;
  },
): Promise<void> {
  await page.goto(`${site.url}/${language}/track`);
  await page.getByLabel(words.find.label).fill(reference);
  await press(page, words.find.submit);
  await enterCode(page, words, await codeFor(site, email, 'tracking_code', already));
}
