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
    // Every fifth asks for everything.
    const confirmed = await Promise.all(
      emails.map((email, index) =>
        askAndConfirm(cloud, index % 5 === 0 ? { email } : { email, categories: ['vouchers'] }),
      ),
    );
    expect(new Set(confirmed.map(({ reference }) => reference)).size).toBe(requests);

    const agent = await signInStaff(cloud, 'agent');
    const ids: string[] = [];
    for (const { reference } of confirmed) ids.push((await agent.find(reference))?.id ?? reference);
    const items = storedItems(cloud);
    const settled = async (id: string) => {
      const { state, mails, work } = await items.request(id);
      return state.status === 'in_review' && [...mails, ...work].every(({ status }) => status === 'done');
    };
    const waiting = [...ids];
    await eventually(
      'all are in review, their mails and work done',
      async () => {
        while (waiting[0] !== undefined && (await settled(waiting[0]))) waiting.shift();
        return waiting.length === 0;
      },
      120_000,
      500,
    );
    for (const id of ids) {
      const { mails, work, state } = await items.request(id);
      expect(state.parked).toBeUndefined();
      expect([...mails, ...work]).toHaveLength(3);
      expect((await mailsOf(cloud, id)).map(({ milestone }) => milestone)).toEqual(['confirmation_code', 'receipt']);
    }
    items.close();
  });
}
