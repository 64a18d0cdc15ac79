import { type Random, randomFrom } from './random.ts';
import type { Company } from './sample-records.ts';
import { before } from './sample-size.ts';
import * as words from './words.ts';

interface NamedCompany {
  readonly name: string;
  readonly domain: string;
  readonly zh: boolean;
  /** Positions in the lists of `words.ts`. */
  readonly place: number;
  readonly nature: number;
  readonly contact: MadePerson;
}

/** Companies with well-known people are the same in every size. */
const NAMED: readonly NamedCompany[] = [
  named('上海恒信钢铁贸易有限公司', 'hengxin-steel.example', true, 0, 0, '李伟', 'li.wei'),
  named('Keller Stahl & Söhne GmbH', 'keller-stahl.example', false, 1, 0, 'Anna Keller', 'anna.keller'),
  named('王芳钢材经营部', 'wangfang-trade.example', true, 3, 2, '王芳', 'wang.fang'),
  named("Murphy's Metals", 'murphy-metals.example', false, 0, 2, 'Seán Murphy', 'sean.murphy'),
  named('Kowal Stal Sp. z o.o.', 'kowal-stal.example', false, 3, 0, 'Piotr Kowal', 'piotr.kowal'),
  named('无锡瑞丰金属材料有限公司', 'ruifeng-metal.example', true, 1, 0, '孙强', 'sun.qiang'),
  named('Baltic Met OÜ', 'baltic-met.example', false, 2, 0, 'Olga Petrova', 'olga.petrova'),
  named('Haddad Metals <Trading> Ltd', 'haddad-metals.example', false, 4, 0, 'ليلى حدّاد', 'layla.haddad'),
];

export interface MadeCompany extends Company {
  readonly domain: string;
  readonly zh: boolean;
}

export function makeCompanies(count: number): MadeCompany[] {
  return Array.from({ length: count }, (_, index) => makeCompany(index + 1));
}

export interface MadePerson {
  readonly name: string;
  /** Part of an email address before the `@`. */
  readonly mailbox: string;
}

export function makePerson(random: Random, zh: boolean): MadePerson {
  if (!zh) {
    const [given, family] = [random.pick(words.givenNames), random.pick(words.familyNames)];
    return { name: `${given} ${family}`, mailbox: `${plain(given)}.${plain(family)}` };
  }
  const family = random.between(0, words.familyNamesZh.length - 1);
  const given = random.between(0, words.givenNamesZh.length - 1);
  return {
    name: `${words.familyNamesZh[family]}${words.givenNamesZh[given]}`,
    mailbox: `${words.givenNamesPinyin[given]}.${words.familyNamesPinyin[family]}`,
  };
}

export function phoneNumber(random: Random, zh: boolean): string {
  return zh ? `+86 21 5555 ${random.digits(4)}` : `+353 1 555 ${random.digits(4)}`;
}

function makeCompany(number: number): MadeCompany {
  const random = randomFrom(`company ${number}`);
  const named = NAMED[number - 1];
  const zh = named?.zh ?? random.chance(0.5);
  const places = zh ? words.placesZh : words.placesEn;
  const place = places[named?.place ?? -1] ?? random.pick(places);
  const natures = zh ? words.naturesZh : words.naturesEn;
  const contact = named?.contact ?? makePerson(random, zh);
  const made = zh
    ? `${random.pick(words.companyStemsZh)}${random.pick(words.companyKindsZh)}`
    : `${random.pick(words.companyStemsEn)} ${random.pick(words.companyKindsEn)}`;
  const domain = named?.domain ?? `company-${number}.example`;
  const goods = zh ? words.productsZh : words.productsEn;
  const house = random.between(1, 280);
  return {
    company_id: companyId(number),
    name: named?.name ?? `${made}${number > 40 ? ` ${number}` : ''}`,
    // No real register starts a number with 999999.
    licence_number: zh ? `91999999MA${random.digits(8)}` : `IE${random.digits(6)}`,
    enterprise_nature: natures[named?.nature ?? -1] ?? random.pick(natures),
    area: place.area,
    address: zh ? `${place.area}${place.street}${house}号` : `${house} ${place.street}, ${place.area}`,
    phone: phoneNumber(random, zh),
    fax: random.chance(0.6) ? phoneNumber(random, zh) : null,
    contact_name: contact.name,
    contact_phone: phoneNumber(random, zh),
    contact_email: `${contact.mailbox}@${domain}`,
    products: `${random.pick(goods)}${zh ? '、' : ', '}${random.pick(goods)}`,
    equipment: random.chance(0.4) ? random.pick(zh ? words.equipmentZh : words.equipmentEn) : null,
    registered_at: before(random.between(400, 3000), random.between(0, 80_000)),
    domain,
    zh,
  };
}

export function companyId(number: number): string {
  return `C${String(number).padStart(6, '0')}`;
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/ı/g, 'i')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}

function named(
  name: string,
  domain: string,
  zh: boolean,
  place: number,
  nature: number,
  contact: string,
  mailbox: string,
): NamedCompany {
  return { name, domain, zh, place, nature, contact: { name: contact, mailbox } };
}
