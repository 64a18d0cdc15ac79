import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { makeSample } from '../../local/sample/make-sample.ts';
import type { CrashSite } from './crash-site.ts';
import type { Plan } from './persistent-member.ts';

/** `narrow` reads one store, `wide` all three, by every way of asking; both find something. `deletion` erases in all three. */
export type Profile = 'narrow' | 'wide' | 'deletion';

const everything = [
  'registration',
  'company',
  'authentication',
  'transactions',
  'vouchers',
  'payment',
  'devices',
  'usage',
  'published',
  'communication',
  'preferences',
];

/** What is deleted lies in every store; logs are left out, since they would all be read for every journey. */
const asked: Readonly<Record<Profile, readonly string[]>> = {
  narrow: ['vouchers'],
  wide: everything,
  deletion: ['devices', 'published', 'communication'],
};

/** What the member of a journey asks. A few days, so that a wide journey reads a few logs and not all. */
export function planOf(journey: string, profile: Profile): Plan {
  return {
    journey,
    email: `${journey}@crash.example`,
    relation: 'member',
    right: profile === 'deletion' ? 'deletion' : 'access',
    categories: asked[profile],
    ...(profile === 'wide' ? { period: { from: '2026-10-28', to: '2026-10-31' } } : {}),
  };
}

/** Puts the member of a journey into the sample platform: an account with a voucher, and if wide a company and a device. */
export async function enrol(
  { cloud, items, archive }: CrashSite,
  { journey, email }: Plan,
  profile: Profile,
): Promise<void> {
  const { companies, members } = sample();
  const company = companies[0];
  const device = members.flatMap(({ devices }) => devices)[0];
  if (!company || !device) throw new Error('the sample has no companies or devices');
  const member_id = `M-${journey}`;
  const put = (table: string, Item: Record<string, unknown>) =>
    items.client.send(new PutCommand({ TableName: cloud.resources[`SamplePlatform/Table-${table}`], Item }));
  await put('members', {
    member_id,
    email,
    name: 'Crash Test',
    ...(profile !== 'narrow' ? { company_id: company.company_id } : {}),
  });
  await put('vouchers', {
    voucher_id: `V-${journey}`,
    member_id,
    kind: 'discount',
    amount: 5,
    issued_at: '2026-10-29',
  });
  if (profile === 'narrow') return;
  await put('devices', { ...device, device_id: `D-${journey}`, member_id });
  if (profile !== 'deletion') return;
  for (const whose of [member_id, `${member_id}-x`]) await archive.put(`uploads/${whose}/offer.txt`, 'Offer');
}

let made: ReturnType<typeof makeSample> | undefined;

function sample(): ReturnType<typeof makeSample> {
  made ??= makeSample('default');
  return made;
}
