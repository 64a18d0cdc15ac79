import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstTamperedEvent, type RequestState } from '../../functions/requests/index.ts';
import type { EmbeddedCloud } from '../../local/embedded-cloud.ts';
import { findCodesAndLinks } from '../../local/mailbox/codes-and-links.ts';
import { eventually } from '../support/eventually.ts';
import { openFormBrowser, type Page } from '../support/form-browser.ts';
import { mailsOf, mailsTo } from '../support/journey.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { type StoredItems, storedItems } from '../support/stored-items.ts';

type Site = Pick<EmbeddedCloud, 'url' | 'mailboxUrl' | 'endpoints' | 'resources'>;

const members = 20;
const kills = 20;
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const dataDir = mkdtempSync(join(tmpdir(), 'kills-'));
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

let child: ChildProcess | undefined;
let site: Site;
let port: number;
let killsAreOver = false;
/** Longer than all kills and starts take on a busy machine: between two of them the site may be there for moments only. */
const patienceMs = 600_000;
/** Looks into the mailbox before somebody asks for another code. */
const patience = 12;

/** Starts the process, and resolves once everything in it answers. */
function start(): Promise<Site> {
  const started = spawn(process.execPath, [join(import.meta.dirname, 'cloud-process.ts'), dataDir, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  return new Promise((resolve, reject) => {
    createInterface({ input: started.stdout }).once('line', (line) => resolve(JSON.parse(line) as Site));
    started.once('exit', (code, signal) => reject(new Error(`the embedded cloud ended: ${code ?? signal}`)));
  });
}

function kill(): Promise<void> {
  const running = child;
  if (!running || running.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    running.once('exit', () => resolve());
    running.kill('SIGKILL');
  });
}

/** Below the ports that systems hand out to clients, so that no connection takes one of ours between two starts. */
function somePort(): number {
  return 15_000 + 8 * Math.floor(Math.random() * 1_500);
}

beforeAll(async () => {
  port = somePort();
  site = await start();
}, 240_000);
afterAll(async () => {
  await kill();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Tries until the site answers without a fault, whatever happens to it meanwhile. */
async function press(action: () => Promise<Page>): Promise<Page> {
  let page: Page | undefined;
  await eventually(
    'the site answers',
    async () => {
      page = await action().catch(() => undefined);
      return page !== undefined && page.status < 500;
    },
    patienceMs,
    200,
  );
  if (!page) throw new Error('no page');
  return page;
}

/** A member who sends the form, then types in codes until one opens the request. */
async function member(email: string): Promise<void> {
  const browser = openFormBrowser(site.url, { 'x-forwarded-for': `198.51.100.${1 + Math.floor(Math.random() * 250)}` });
  const form = new URLSearchParams({
    right: 'access',
    relation: 'non_member',
    acting: 'myself',
    email,
    category: 'communication',
    form_id: randomBytes(16).toString('base64url'),
  }).toString();
  const sent = await press(() => browser.post('/en/request/send', form, formType));
  expect([sent.status, sent.url.pathname]).toEqual([200, '/en/code']);

  const tried = new Set<string>();
  let looks = 0;
  await eventually(
    `${email} is confirmed`,
    async () => {
      const mails = await mailsTo(site, email).catch(() => []);
      const code = mails
        .filter(({ milestone }) => milestone.endsWith('_code'))
        .flatMap((mail) => findCodesAndLinks(mail).codes)
        .at(-1);
      const isNew = code !== undefined && !tried.has(code);
      // A mail whose sender was killed may never come: whoever waits long enough asks for another code.
      if (!isNew && ++looks % patience !== 0) return false;
      const page = await press(() =>
        isNew ? browser.post('/en/code', `code=${code}`, formType) : browser.post('/en/code/resend', '', formType),
      );
      if (/\/(received|status)$/.test(page.url.pathname)) return true;
      if (code !== undefined) tried.add(code);
      const wait = page.url.searchParams.get('wait');
      if (wait !== null && killsAreOver) await advance(`${wait}s`);
      return false;
    },
    patienceMs,
    500,
  );
}

it(`carries 20 requests through 20 kills (seed ${seed})`, async () => {
  const random = seededRandom(seed);
  const emails = Array.from({ length: members }, (_, i) => `kill-${i}@visitor.example`);
  const journeys = Promise.all(emails.map((email) => member(email)));
  for (let time = 0; time < kills; time++) {
    await new Promise((resolve) => setTimeout(resolve, 100 + random() * 900));
    await kill();
    site = await start();
  }
  killsAreOver = true;
  await journeys;

  const items = storedItems(site);
  try {
    let looks = 0;
    let left = '';
    await eventually(
      'every accepted request is in review',
      async () => {
        const waiting = (await statesOf(items)).filter(({ status }) => status !== 'in_review');
        // A lost workflow waits for the hourly sweep: let the hours pass, but not under somebody's hands.
        const now = JSON.stringify(waiting.map(({ id, version }) => [id, version]));
        const isQuiet = now === left;
        left = now;
        if (waiting.length > 0 && isQuiet && ++looks % 5 === 0) await advance('1h');
        return waiting.length === 0;
      },
      300_000,
      1_000,
    ).catch(async (error: unknown) => {
      const states = await statesOf(items);
      const stuck = states.filter(({ status }) => status !== 'in_review');
      throw new Error(`${String(error)}: ${JSON.stringify(stuck)}`);
    });
    const states = await statesOf(items);
    expect(states).toHaveLength(members);
    for (const { id } of states) {
      const { state, history } = await items.request(id);
      expect(firstTamperedEvent(history, state)).toBeUndefined();
      const mailed = (await mailsOf(site, id)).map(({ tags }) => tags['outbox-id']);
      expect(new Set(mailed).size).toBe(mailed.length);
    }
  } finally {
    items.close();
  }
});

async function statesOf(items: StoredItems): Promise<RequestState[]> {
  return (await items.all())
    .filter(({ pk, sk }) => pk.startsWith('REQ#') && sk === 'STATE')
    .map(({ state }) => state as RequestState);
}

async function advance(by: string): Promise<void> {
  await fetch(`${site.url}/api/demo/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: by }),
  });
}
