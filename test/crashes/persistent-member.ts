import { randomBytes } from 'node:crypto';
import { findCodesAndLinks } from '../../local/mailbox/codes-and-links.ts';
import { openFormBrowser, type Page, textOf } from '../support/form-browser.ts';
import { mailsTo } from '../support/journey.ts';
import { approveAgain, decideAgain, reached } from './persistent-staff.ts';
import type { Plan } from './profiles.ts';
import type { Surroundings } from './surroundings.ts';

const formType = { 'content-type': 'application/x-www-form-urlencoded' };
/** Somebody who meets an error page presses again; not for ever. */
const patience = 10;

/**
 * A member who does not give up: presses again after an error, asks for another code when one does not work, opens the
 * request anew when the session is lost. Ends when the request has come as far as planned; gives its id.
 */
export async function persist(surroundings: Surroundings, plan: Plan): Promise<string> {
  const { cloud, clock, lately, requestOf } = surroundings;
  const { journey, email } = plan;
  const browser = openFormBrowser(cloud.url, { 'x-journey': journey });
  const usedCodes = new Set<string>();

  const form = formOf(plan);
  const sent = await press(() => browser.post('/en/request/send', form, formType));
  const made = await requestOf(journey);
  if (!made) throw new Error(`${journey}: ${sent.status} ${textOf(sent.html)}`);
  const { id, reference } = made;
  await clock.until(`${journey}: the code is mailed`, async () => (await freshCode()) !== undefined);
  await enterCodeUntilOpen();

  await clock.until(`${journey}: in review`, async () => reached(await lately(id), 'in_review'));
  await decideAgain(surroundings, id, plan.corrections ?? []);
  await approveAgain(surroundings, id, 'approve');
  if (plan.right === 'deletion') {
    await clock.until(`${journey}: awaiting approval`, async () => reached(await lately(id), 'awaiting_approval'));
    await approveAgain(surroundings, id, 'approve_answer');
  }
  await clock.until(`${journey}: answered`, async () => reached(await lately(id), 'completed'));
  if (plan.right === 'access') await download();
  return id;

  async function press(action: () => Promise<Page>): Promise<Page> {
    for (let time = 1; ; time++) {
      const answer = await clock.act(action);
      if (answer.status < 500) return answer;
      if (time === patience) throw new Error(`${journey}: ${answer.status} again and again`);
    }
  }

  /** The newest code that was not tried yet. */
  async function freshCode(): Promise<string | undefined> {
    const newest = (await mailsTo(cloud, email)).filter(({ milestone }) => milestone.endsWith('_code')).at(-1);
    const [code] = newest ? findCodesAndLinks(newest).codes : [];
    return code !== undefined && !usedCodes.has(code) ? code : undefined;
  }

  async function enterCodeUntilOpen(): Promise<void> {
    for (let time = 1; time <= patience; time++) {
      const code = await freshCode();
      if (code !== undefined) {
        usedCodes.add(code);
        const entered = await press(() => browser.post('/en/code', `code=${code}`, formType));
        if (/\/(received|status)$/.test(entered.url.pathname)) return;
        if (entered.url.pathname.endsWith('/track'))
          await press(() => browser.post('/en/track', trackForm(), formType));
      }
      const asked = await press(() => browser.post('/en/code/resend', '', formType));
      if (/\/(received|status)$/.test(asked.url.pathname)) return;
      const wait = Number(asked.url.searchParams.get('wait') ?? 0);
      const from = cloud.now();
      await clock.until(`${journey}: another code`, async () =>
        wait > 0 && (await freshCode()) === undefined
          ? cloud.now() > from + wait * 1000
          : (await freshCode()) !== undefined,
      );
    }
    throw new Error(`${journey}: no code opens the request`);
  }

  function trackForm(): string {
    return new URLSearchParams({ reference }).toString();
  }

  async function download(): Promise<void> {
    for (let time = 1; time <= patience; time++) {
      const asked = await press(() => browser.post('/en/data/code', '', formType));
      if (asked.url.pathname.endsWith('/track')) {
        await press(() => browser.post('/en/track', trackForm(), formType));
        await enterCodeUntilOpen();
        continue;
      }
      const wait = Number(asked.url.searchParams.get('wait') ?? 0);
      const from = cloud.now();
      await clock.until(
        `${journey}: a code for the download`,
        async () => (await freshCode()) !== undefined || (wait > 0 && cloud.now() > from + wait * 1000),
      );
      const code = await freshCode();
      if (code === undefined) continue;
      usedCodes.add(code);
      const released = await press(() => browser.post('/requests/download', `language=en&code=${code}`, formType));
      if (!released.leadsTo) continue;
      const { status } = await fetch(released.leadsTo);
      if (status !== 200) throw new Error(`${journey}: ${status} instead of the package`);
      return;
    }
    throw new Error(`${journey}: the package was not released`);
  }
}

/** The whole form at once, as the last page sends it. */
function formOf({ email, right, relation, categories, period, corrections = [] }: Plan): string {
  const form = new URLSearchParams({ right, relation, acting: 'myself', email });
  for (const category of categories) form.append('category', category);
  for (const [which, date] of Object.entries(period ?? {})) {
    const [year = '', month = '', day = ''] = date.split('-');
    form.append(`${which}_day`, day);
    form.append(`${which}_month`, month);
    form.append(`${which}_year`, year);
  }
  for (const [index, { category, description, correct }] of corrections.entries()) {
    for (const [part, text] of Object.entries({ category, description, correct }))
      form.append(`correction_${index + 1}_${part}`, text);
  }
  form.append('form_id', randomBytes(16).toString('base64url'));
  return form.toString();
}
