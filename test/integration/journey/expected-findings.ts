import { makeSample, type Sample } from '../../../local/sample/make-sample.ts';

let made: Sample | undefined;

/** The default sample platform's records. */
export function sample(): Sample {
  made ??= makeSample('default');
  return made;
}

/**
 * What the stores hold about an address, counted from the sample's records by the references the data map declares, but
 * without the data map's own reader: account by address, everything else by member, company or device.
 */
export function expectedFindings(email: string): Readonly<Record<string, number>> {
  const { members, companies, orders, consumption, listings, messages, companyMaterial, logs } = sample();
  const accounts = members.filter(({ member }) => member.email === email);
  const ids = new Set<string | null>(accounts.map(({ member }) => member.member_id));
  const companyIds = new Set(accounts.flatMap(({ member }) => member.company_id ?? []));
  const devices = new Set(accounts.flatMap((account) => account.devices.map(({ device_id }) => device_id)));
  const count = <Item>(items: Iterable<Item>, matches: (item: Item) => boolean) => [...items].filter(matches).length;
  const each = (of: 'devices' | 'vouchers' | 'authentications' | 'uploads') =>
    accounts.reduce((sum, account) => sum + account[of].length, 0);
  return {
    'members.members': accounts.length,
    'members.devices': each('devices'),
    'members.vouchers': each('vouchers'),
    'members.authentications': each('authentications'),
    'trade.companies': count(companies, ({ company_id }) => companyIds.has(company_id)),
    'trade.orders': count(
      orders(),
      ({ buyer_company_id, seller_company_id }) =>
        companyIds.has(buyer_company_id) || companyIds.has(seller_company_id),
    ),
    'trade.consumption': count(consumption(), ({ member_id }) => ids.has(member_id)),
    'trade.listings': count(
      listings(),
      ({ company_id, contact_email }) => companyIds.has(company_id) || contact_email.toLowerCase() === email,
    ),
    'trade.messages': count(
      messages(),
      ({ sender_member_id, recipient_member_id, sender_email }) =>
        ids.has(sender_member_id) || ids.has(recipient_member_id) || sender_email.toLowerCase() === email,
    ),
    'archive.access_logs': [...logs()].reduce(
      (sum, { lines }) => sum + count(lines, ({ device_id }) => devices.has(device_id)),
      0,
    ),
    'archive.uploads': each('uploads'),
    'archive.company_material': count(companyMaterial(), ({ key }) =>
      [...companyIds].some((id) => key.startsWith(`company-material/${id}/`)),
    ),
  };
}
