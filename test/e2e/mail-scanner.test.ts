import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { keys } from '../../functions/requests/index.ts';
import { findCodesAndLinks } from '../../local/mailbox/codes-and-links.ts';
import type { Message } from '../../local/mailbox/message.ts';
import { openWindow, startBrowser } from '../support/browser.ts';
import { eventually } from '../support/eventually.ts';
import {
  approve,
  askAndConfirm,
  askForData,
  linkToPackage,
  type Staff,
  signInStaff,
  track,
  untilInReview,
  untilStatus,
  withdraw,
} from '../support/journey.ts';
import { type StoredItem, storedItems } from '../support/stored-items.ts';
import { startTestCloud, type TestCloud } from '../support/test-cloud.ts';

/** Where the mails to a data subject lead, as their templates say. */
const messages = resolve(import.meta.dirname, '../../policy/ferronex/messages/en');
const addresses = new Set(
  readdirSync(messages)
    .filter((file) => !file.startsWith('staff_'))
    .map((file) => parse(readFileSync(join(messages, file), 'utf8')) as { body: { link?: { path: string } }[] })
    .flatMap(({ body }) => body.flatMap(({ link }) => (link ? [link.path] : []))),
);

let cloud: TestCloud;
let browser: Browser;
beforeAll(async () => {
  [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
});

/** Requests of many kinds, so that mails have been sent that lead to each address. */
async function haveMailsSent(): Promise<void> {
  await askForData(cloud, { email: 'layla.haddad@haddad-metals.example' });
  await haveApprovedDeletion('marta.kowalska@kowal-stal.example');
  // To the hour, not beyond: what runs would be timed out by a clock that goes on jumping.
  await cloud.advanceClock(7 * 86_400_000);
  await cloud.advanceClock(3_600_000);
  await askAndConfirm(cloud, { email: 'chen.jing@ruifeng-metal.example', rights: ['marketing_unsubscribe'] });
  const agent = await signInStaff(cloud, 'agent');

  const answered = await askAndConfirm(cloud, { email: 'anna.keller@keller-stahl.example' });
  await approve(cloud, agent, (await untilInReview(agent, answered.reference)).id);
  await linkToPackage(cloud, answered.member);
  await track(cloud, { reference: answered.reference, email: answered.member.email });

  const refused = await askAndConfirm(cloud, { email: 'li.wei@hengxin-steel.example', language: 'zh' });
  const { id } = await untilInReview(agent, refused.reference);
  await agent.command(id, { type: 'propose_refusal', reason: 'excessive', words: '您上周已经收到同样的副本。' });
  const approver = await signInStaff(cloud, 'approver');
  await approver.command(id, { type: 'approve_refusal' });

  const stranger = await askAndConfirm(cloud, { email: 'nobody.we.know@visitor.example' });
  const question = await untilAsked(agent, stranger.reference);
  await agent.command(question, { type: 'fail_identity' });

  const withdrawn = await askAndConfirm(cloud, { email: 'wang.fang@wangfang-trade.example', language: 'zh' });
  await withdraw(withdrawn.member);

  await askForData(cloud, { email: 'sean.murphy@murphy-metals.example' });
}

async function haveApprovedDeletion(email: string): Promise<void> {
  const [agent, approver] = [await signInStaff(cloud, 'agent'), await signInStaff(cloud, 'approver')];
  const { reference } = await askAndConfirm(cloud, { email, rights: ['deletion'] });
  const { id } = await untilInReview(agent, reference);
  await agent.command(id, { type: 'approve' });
  await untilStatus(agent, id, 'awaiting_approval');
  await approver.command(id, { type: 'approve_answer' });
  await untilStatus(agent, id, 'fulfilling');
}

/** Waits until staff have to decide who is asking; the request's id. */
async function untilAsked(staff: Staff, reference: string): Promise<string> {
  const id = (await staff.find(reference))?.id ?? '';
  await eventually('staff decide who asks', async () => (await staff.request(id)).next === 'decide_identity', 60_000);
  return id;
}

it('a scanner that follows every link of every mail changes nothing', async () => {
  const table = storedItems(cloud);
  const mails = async () => (await (await fetch(`${cloud.mailboxUrl}/api/messages`)).json()) as Message[];
  await haveMailsSent();

  // Nothing is under way any more: all mails were delivered, all work was handed on, and nothing has changed for a second.
  let before: StoredItem[] = [];
  await eventually(
    'nothing changes by itself',
    async () => {
      const earlier = before;
      before = await table.all();
      const underWay = before.filter(({ sk, status, delivery }) =>
        sk.startsWith(keys.mailPrefix)
          ? status !== 'dropped' && delivery !== 'delivered'
          : sk.startsWith(keys.workPrefix) && status !== 'done',
      );
      return underWay.length === 0 && isDeepStrictEqual(earlier, before);
    },
    60_000,
    1_000,
  );
  const mailsBefore = await mails();

  const links = new Set(mailsBefore.flatMap((mail) => findCodesAndLinks(mail).links));
  const own = [...links].filter((link) => new URL(link).origin === cloud.url);
  const paths = new Set(own.map((link) => new URL(link).pathname));
  expect(addresses.size).toBeGreaterThan(1);
  for (const path of addresses)
    for (const language of ['en', 'zh']) expect(paths).toContain(path.replace('{language}', language));
  for (const link of own) {
    for (const method of ['HEAD', 'GET']) expect((await fetch(link, { method })).status, `${method} ${link}`).toBe(200);
    const page = await openWindow(browser, { width: 1280 });
    await page.goto(link, { waitUntil: 'networkidle' });
    await page.context().close();
  }

  expect(await table.all()).toEqual(before);
  expect(await mails()).toEqual(mailsBefore);
  table.close();
});
