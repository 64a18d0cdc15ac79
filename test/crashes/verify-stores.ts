import { expect } from 'vitest';
import type { MemberStores, Row } from '../support/member-stores.ts';
import { both, type Profile, planOf } from './profiles.ts';

type Stored = Awaited<ReturnType<MemberStores['read']>>;

/** What was to go is gone, what was to be corrected is right, and what is somebody else's is as it was. */
export function verifyStores(stored: Stored, { journey, profile }: { journey: string; profile: Profile }): void {
  if (profile === 'deletion') verifyDeletion(stored, journey);
  if (profile === 'correction') verifyCorrections(stored, journey);
}

function verifyDeletion(stored: Stored, journey: string): void {
  const [own, other] = both(`M-${journey}`);
  const files = [`uploads/${own}/offer.txt`, `uploads/${other}/offer.txt`];
  expect(rowsOf(stored['archive.uploads'], 'key', files)).toEqual([{ key: files[1] }]);
  const messages = rowsOf(stored['trade.messages'], 'sender_member_id', [own, other]);
  expect(messages).toMatchObject([
    // Whose it was says registration, which was not asked for.
    { sender_member_id: own, subject: null, body: null },
    { sender_member_id: other, subject: expect.any(String), body: expect.any(String) },
  ]);
  // Log lines were not asked for, and lead to the device: its number stays.
  const devices = rowsOf(stored['members.devices'], 'device_id', [`D-${journey}`]);
  expect(devices).toMatchObject([{ device_id: `D-${journey}` }]);
  expect(devices[0]).not.toHaveProperty('hardware_model');
}

/** The record of somebody else was the same but for its number, and still is what it was. */
function verifyCorrections(stored: Stored, journey: string): void {
  for (const { collection, field, correct } of planOf(journey, 'correction').corrections ?? []) {
    const [number, start] = collection === 'trade.companies' ? ['company_id', 'C'] : ['member_id', 'M'];
    const [own, other] = both(`${start}-${journey}`);
    const [corrected] = rowsOf(stored[collection], number, [own]);
    const [untouched] = rowsOf(stored[collection], number, [other]);
    expect(untouched?.[field]).toBeTypeOf('string');
    expect(untouched?.[field]).not.toBe(correct);
    expect(corrected).toEqual({ ...untouched, [number]: own, [field]: correct });
  }
}

function rowsOf(rows: readonly Row[] = [], field: string, values: readonly string[]): readonly Row[] {
  return rows.filter((row) => values.includes(String(row[field])));
}
