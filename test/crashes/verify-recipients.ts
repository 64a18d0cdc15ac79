import { expect } from 'vitest';
import type { TakenRequest } from '../../local/sample/recipients/recipient-store.ts';
import type { TestCloud } from '../support/test-cloud.ts';
import { type Profile, planOf } from './profiles.ts';

/** What each recipient was told, by its key. */
export type Told = Readonly<Record<string, readonly TakenRequest[]>>;

export async function readTold({ recipientUrls }: Pick<TestCloud, 'recipientUrls'>): Promise<Told> {
  const told: Record<string, readonly TakenRequest[]> = {};
  for (const [key, url] of Object.entries(recipientUrls)) {
    const { requests } = (await (await fetch(`${url}/told`)).json()) as { requests: TakenRequest[] };
    told[key] = requests;
  }
  return told;
}

/** Who got what was erased or corrected took one request, however often it was asked, and its answer was taken. */
export function verifyRecipients(told: Told, { journey, profile }: { journey: string; profile: Profile }): void {
  const { email, right, corrections = [] } = planOf(journey, profile);
  const [first] = corrections;
  const wanted = {
    access: {},
    deletion: { 'advertising-partner': [{ type: 'erasure', corrections: [] }] },
    correction: {
      'authentication-bureau': [
        { type: 'rectification', corrections: [{ field: first?.field, value: first?.correct }] },
      ],
    },
  }[right];
  const taken = Object.entries(told).flatMap(([key, requests]) => {
    const own = requests.filter(({ identities }) => identities.some(({ value }) => value === email));
    return own.length === 0
      ? []
      : [[key, own.map(({ type, corrections, answeredAt }) => ({ type, corrections, answeredAt }))]];
  });
  const answered = (requests: readonly object[]) => requests.map((one) => ({ ...one, answeredAt: expect.any(String) }));
  expect(Object.fromEntries(taken)).toEqual(
    Object.fromEntries(Object.entries(wanted).map(([key, requests]) => [key, answered(requests)])),
  );
}
