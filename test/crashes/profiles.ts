import { makeSample } from '../../local/sample/make-sample.ts';
import type { Backup } from '../support/member-stores.ts';

/**
 * `narrow` reads one store, `wide` all three, by every way of asking; both find something. `deletion` erases in all three,
 * `correction` writes into the two that can be written field by field.
 */
export const profiles = ['narrow', 'wide', 'deletion', 'correction'] as const;
export type Profile = (typeof profiles)[number];

/** What the member of a journey asks. */
export interface Plan {
  readonly journey: string;
  readonly email: string;
  readonly right: 'access' | 'deletion' | 'correction';
  readonly relation: 'member' | 'non_member';
  /** Category keys of the policy. */
  readonly categories: readonly string[];
  /** Plain ISO dates. */
  readonly period?: { readonly from: string; readonly to: string };
  readonly corrections?: readonly Correction[];
}

/** A correction as the member types it, and the field that staff find is meant. */
export interface Correction {
  readonly category: string;
  readonly description: string;
  readonly correct: string;
  readonly collection: string;
  readonly field: string;
}

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
const asked: Readonly<Record<Profile, Pick<Plan, 'right' | 'categories' | 'period' | 'corrections'>>> = {
  narrow: { right: 'access', categories: ['vouchers'] },
  // A few days, so that a few logs are read and not all.
  wide: { right: 'access', categories: everything, period: { from: '2026-10-28', to: '2026-10-31' } },
  deletion: { right: 'deletion', categories: ['devices', 'published', 'communication'] },
  correction: {
    right: 'correction',
    categories: [],
    corrections: [
      {
        category: 'authentication',
        description: 'Authorised person',
        correct: 'Corrected Person',
        collection: 'members.authentications',
        field: 'authorised_person',
      },
      {
        category: 'company',
        description: 'Telephone of the company',
        correct: '+353 1 555 0100',
        collection: 'trade.companies',
        field: 'phone',
      },
    ],
  },
};

export function planOf(journey: string, profile: Profile): Plan {
  return { journey, email: `${journey}@crash.example`, relation: 'member', ...asked[profile] };
}

/**
 * What the sample platform holds of the member of a journey: an account with a voucher; if more than `narrow`, a company and a
 * device; and what the journey erases or corrects, beside what looks alike and is somebody else's.
 */
export function belongingsOf({ journey, email }: Plan, profile: Profile): Backup {
  const { companies, members } = sample();
  const [company] = companies;
  const device = members.flatMap(({ devices }) => devices)[0];
  const authentication = members
    .flatMap(({ authentications }) => authentications)
    .find(({ authorised_person }) => authorised_person);
  if (!company || !device || !authentication) throw new Error('the sample lacks companies, devices or authentications');
  const member_id = `M-${journey}`;
  const company_id = profile === 'correction' ? `C-${journey}` : company.company_id;
  const account = { member_id, email, name: 'Crash Test', ...(profile === 'narrow' ? {} : { company_id }) };
  const voucher = { voucher_id: `V-${journey}`, member_id, kind: 'discount', amount: 5, issued_at: '2026-10-29' };
  return {
    items: {
      members: [account],
      vouchers: [voucher],
      devices: profile === 'narrow' ? [] : [{ ...device, device_id: `D-${journey}`, member_id }],
      authentications:
        profile === 'correction' ? both(member_id).map((whose) => ({ ...authentication, member_id: whose })) : [],
    },
    rows: {
      companies: profile === 'correction' ? both(company_id).map((which) => companyOf(which)) : [],
      messages:
        profile === 'deletion'
          ? both(member_id).map((whose) => messageOf(whose, whose === member_id ? email : `${whose}@crash.example`))
          : [],
    },
    objects: new Map(
      profile === 'deletion'
        ? both(member_id).map((whose) => [
            `uploads/${whose}/offer.txt`,
            { bytes: Buffer.from('Offer'), type: 'text/plain' },
          ])
        : [],
    ),
  };
}

/** The number of the member's own, and one that begins like it and is somebody else's. */
export function both(own: string): readonly [string, string] {
  return [own, `${own}-x`];
}

function companyOf(company_id: string) {
  return { company_id, name: 'Crash Steel', address: '1 Quay Street, Cork', phone: '+353 21 555 0199', fax: null };
}

function messageOf(member: string, email: string) {
  return {
    message_id: `T-${member}`,
    sender_member_id: member,
    sender_name: 'Crash Test',
    sender_email: email,
    recipient_member_id: null,
    sent_at: '2026-10-29T10:00:00.000Z',
    subject: 'Price of coils',
    body: 'What do ten tonnes cost?',
  };
}

let made: ReturnType<typeof makeSample> | undefined;

function sample(): ReturnType<typeof makeSample> {
  made ??= makeSample('default');
  return made;
}
