import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { makeSample } from '../../local/sample/make-sample.ts';
import type { CrashSite } from './crash-site.ts';
import type { Plan } from './persistent-member.ts';

/** `narrow` reads one store, `wide` all three, by every way of asking; both find something. */
export type Profile = 'narrow' | 'wide';

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

/** What the member of a journey asks. A few days, so that a wide journey reads a few logs and not all. */
export function planOf(journey: string, profile: Profile): Plan {
  return {
    journey,
    email: `${journey}@crash.example`,
    relation: 'member',
    categories: profile === 'wide' ? everything : ['vouchers'],
    ...(profile === 'wide' ? { period: { from: '2026-10-28', to: '2026-10-31' } } : {}),
    until: 'downloaded',
  };
}

/** Puts the member of a journey into the sample platform: an account with a voucher, and if wide a company and a device. */
export async function enrol({ cloud, items }: CrashSite, { journey, email }: Plan, profile: Profile): Promise<void> {
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
    ...(profile === 'wide' ? { company_id: company.company_id } : {}),
  });
  await put('vouchers', {
    voucher_id: `V-${journey}`,
    member_id,
    kind: 'discount',
    amount: 5,
    issued_at: '2026-10-29',
  });
  if (profile === 'wide') await put('devices', { ...device, device_id: `D-${journey}`, member_id });
}

let made: ReturnType<typeof makeSample> | undefined;

function sample(): ReturnType<typeof makeSample> {
  made ??= makeSample('default');
  return made;
}
