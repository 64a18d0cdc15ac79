import { type MadeCompany, makePerson, phoneNumber } from './make-companies.ts';
import { type Random, randomFrom } from './random.ts';
import type { Authentication, Device, Member, Upload, Voucher } from './sample-records.ts';
import { before } from './sample-size.ts';
import { type WellKnown, wellKnown } from './well-known.ts';
import * as words from './words.ts';

/** A member and everything that is kept under the member's number. */
export interface MadeMember {
  readonly member: Member;
  readonly devices: readonly Device[];
  readonly vouchers: readonly Voucher[];
  readonly authentications: readonly Authentication[];
  readonly uploads: readonly Upload[];
}

/** The well-known first, under the same numbers in every size, then as many others as are missing. */
export function makeMembers(count: number, companies: readonly MadeCompany[]): MadeMember[] {
  const known = wellKnown.filter(({ account }) => account);
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const random = randomFrom(`member ${number}`);
    const person = known[index];
    return person ? makeKnown(number, person, companies, random) : makeOther(number, companies, random);
  });
}

export function memberId(number: number): string {
  return `M${String(number).padStart(6, '0')}`;
}

function makeKnown(number: number, person: WellKnown, companies: readonly MadeCompany[], random: Random): MadeMember {
  const { account } = person;
  const company = account?.company === undefined ? undefined : companies[account.company - 1];
  const member = makeMember(number, random, company, person.language === 'zh', {
    email: person.email,
    name: person.name,
    job_title: account?.jobTitle ?? '',
    role: account?.role ?? 'employee',
    status: account?.status ?? 'active',
    ...(account?.second_email === undefined ? {} : { second_email: account.second_email }),
  });
  return withBelongings(member, company, random, account ?? { devices: 0, vouchers: 0, uploads: 0 });
}

function makeOther(number: number, companies: readonly MadeCompany[], random: Random): MadeMember {
  const company = random.pick(companies);
  const person = makePerson(random, company.zh);
  const member = makeMember(number, random, company, company.zh, {
    email: `${person.mailbox}.${number}@${company.domain}`,
    name: person.name,
    job_title: company.zh
      ? random.pick(['采购', '销售', '财务', '经理'])
      : random.pick(['Buyer', 'Sales', 'Accounts', 'Manager']),
    role: random.pick(['admin', 'employee', 'employee', 'employee']),
    status: random.chance(0.05) ? 'former' : 'active',
  });
  const belongings = {
    devices: random.between(0, 3),
    vouchers: random.between(0, 3),
    uploads: random.chance(0.2) ? 1 : 0,
  };
  return withBelongings(member, company, random, belongings);
}

function makeMember(
  number: number,
  random: Random,
  company: MadeCompany | undefined,
  zh: boolean,
  given: Pick<Member, 'email' | 'second_email' | 'name' | 'job_title' | 'role' | 'status'>,
): Member {
  const address = company?.address ?? '12 Forge Quay, Dublin, Ireland';
  return {
    member_id: memberId(number),
    ...given,
    phone: phoneNumber(random, zh),
    ...(random.chance(0.3) ? { fax: phoneNumber(random, zh) } : {}),
    address,
    ...(company ? { company_id: company.company_id } : {}),
    registered_at: before(random.between(370, 2000), random.between(0, 80_000)),
    language: zh ? 'zh' : 'en',
    marketing_email: random.chance(0.5),
    personal_advertising: random.chance(0.5),
    market_reports: number % 4 > 0,
    recommendations: number % 5 > 0,
    surveys: number % 2 > 0,
    algorithm_use: true,
    usage_statistics: true,
    processing_restricted: false,
  };
}

function withBelongings(
  member: Member,
  company: MadeCompany | undefined,
  random: Random,
  count: { readonly devices: number; readonly vouchers: number; readonly uploads: number },
): MadeMember {
  const many = <Item>(length: number, make: (index: number) => Item) =>
    Array.from({ length }, (_, index) => make(index));
  return {
    member,
    devices: many(count.devices, (index) => makeDevice(member, random, index)),
    vouchers: many(count.vouchers, (index) => makeVoucher(member, random, index)),
    authentications: company ? makeAuthentications(member, company, random) : [],
    uploads: many(count.uploads, (index) => makeUpload(member, index)),
  };
}

function makeDevice(member: Member, random: Random, index: number): Device {
  const { hardware_model, operating_system } = random.pick(words.devices);
  return {
    device_id: `D${member.member_id.slice(1)}-${index + 1}`,
    member_id: member.member_id,
    hardware_model,
    operating_system,
    idfa: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-8${random.hex(3)}-${random.hex(12)}`.toUpperCase(),
    first_seen: before(random.between(200, 360), random.between(0, 80_000)),
    last_seen: before(random.between(0, 40), random.between(0, 80_000)),
  };
}

function makeVoucher(member: Member, random: Random, index: number): Voucher {
  const age = random.between(5, 300);
  return {
    voucher_id: `V${member.member_id.slice(1)}-${index + 1}`,
    member_id: member.member_id,
    kind: random.pick(words.voucherKinds),
    amount: random.between(1, 40) * 5,
    currency: member.language === 'zh' ? 'CNY' : 'EUR',
    issued_at: before(age),
    expires_at: before(age - 365),
    status: random.pick(['open', 'used', 'expired']),
  };
}

/** One of the person, and for who leads a company one of the company. */
function makeAuthentications(member: Member, company: MadeCompany, random: Random): Authentication[] {
  const verified_at = before(random.between(300, 360));
  // No real identity number starts with 999999.
  const id_number = `999999${random.digits(11)}X`;
  const base = { member_id: member.member_id, registration_area: company.area, result: 'passed', verified_at } as const;
  const ofPerson: Authentication = {
    ...base,
    authentication_id: 'A1',
    kind: 'person',
    entity_name: member.name,
    id_number,
  };
  if (member.role === 'employee') return [ofPerson];
  const ofCompany: Authentication = {
    ...base,
    authentication_id: 'A2',
    kind: 'company',
    entity_name: company.name,
    licence_number: company.licence_number,
    enterprise_nature: company.enterprise_nature,
    authorised_person: member.name,
    authorised_person_id: id_number,
  };
  return [ofPerson, ofCompany];
}

function makeUpload(member: Member, index: number): Upload {
  const zh = member.language === 'zh';
  return {
    key: `uploads/${member.member_id}/${zh ? `产品说明-${index + 1}` : `product-sheet-${index + 1}`}.txt`,
    type: 'text/plain; charset=utf-8',
    text: zh ? `${member.name} 上传的产品说明。\n` : `Product sheet uploaded by ${member.name}.\n`,
  };
}
