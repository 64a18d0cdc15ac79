import { expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { askAndConfirm, mailsOf, signInStaff } from '../../support/journey.ts';
import { storedItems } from '../../support/stored-items.ts';
import type { TestCloud } from '../../support/test-cloud.ts';
import { sample } from './expected-findings.ts';

const requests = 50;

export function burstCases(running: () => TestCloud): void {
  it(`takes ${requests} requests at once, and brings every one to review`, async () => {
    const cloud = running();
    const emails = sample()
      .members.slice(-requests)
      .map(({ member }) => member.email);
    const confirmed = await Promise.all(emails.map((email) => askAndConfirm(cloud, { email })));
    expect(new Set(confirmed.map(({ reference }) => reference)).size).toBe(requests);

    const agent = await signInStaff(cloud, 'agent');
    const ids = await Promise.all(
      confirmed.map(async ({ reference }) => (await agent.find(reference))?.id ?? reference),
    );
    const items = storedItems(cloud);
    const statuses = async () => Promise.all(ids.map(async (id) => (await items.request(id)).state.status));
    await eventually(
      'all are in review',
      async () => (await statuses()).every((status) => status === 'in_review'),
      120_000,
      500,
    );
    for (const id of ids) {
      const { mails, work, state } = await items.request(id);
      expect(state.parked).toBeUndefined();
      expect([...mails, ...work].map(({ status }) => status)).toEqual(['done', 'done', 'done']);
      expect((await mailsOf(cloud, id)).map(({ milestone }) => milestone)).toEqual(['confirmation_code', 'receipt']);
    }
    items.close();
  });
}
