import type { MadeCompany } from './make-companies.ts';
import type { MadeMember } from './make-members.ts';
import { randomFrom } from './random.ts';
import type { Consumption, Listing, Message, Order, Upload } from './sample-records.ts';
import { before } from './sample-size.ts';
import { visitorListing, visitorMessages } from './well-known.ts';
import * as words from './words.ts';

/** Orders between companies; those of well-known people trade more than others. */
export function* makeOrders(count: number, companies: readonly MadeCompany[]): Iterable<Order> {
  const random = randomFrom('orders');
  const wellKnown = companies.slice(0, 8);
  for (let number = 1; number <= count; number++) {
    const buyer = random.pick(random.chance(0.05) ? wellKnown : companies);
    let seller = random.pick(random.chance(0.05) ? wellKnown : companies);
    while (seller === buyer) seller = random.pick(companies);
    const quantity_tonnes = random.between(5, 900);
    yield {
      order_id: `O${String(number).padStart(8, '0')}`,
      buyer_company_id: buyer.company_id,
      seller_company_id: seller.company_id,
      ordered_at: before(random.between(0, 720), random.between(0, 80_000)),
      product: random.pick(seller.zh ? words.productsZh : words.productsEn),
      quantity_tonnes,
      total: quantity_tonnes * random.between(420, 980),
      currency: seller.zh ? 'CNY' : 'EUR',
      delivery_address: buyer.address,
      buyer_contact: buyer.contact_name,
      seller_contact: seller.contact_name,
      status: random.pick(['confirmed', 'shipped', 'delivered', 'delivered', 'invoiced']),
    };
  }
}

export function* makeConsumption(members: readonly MadeMember[]): Iterable<Consumption> {
  let number = 0;
  for (const [index, { member, devices }] of members.entries()) {
    const random = randomFrom(`consumption ${member.member_id}`);
    for (let left = devices.length === 0 ? 0 : random.between(index < 9 ? 2 : 0, 5); left > 0; left--) {
      yield {
        consumption_id: ++number,
        member_id: member.member_id,
        consumed_at: before(random.between(0, 360), random.between(0, 80_000)),
        service: random.pick(member.language === 'zh' ? words.servicesZh : words.servicesEn),
        amount: random.between(2, 60) * 10,
        currency: member.language === 'zh' ? 'CNY' : 'EUR',
        payment_institution: random.pick(words.paymentInstitutions),
        payment_reference: `PX${random.digits(12)}`,
      };
    }
  }
}

export function* makeListings(companies: readonly MadeCompany[]): Iterable<Listing> {
  for (const [index, company] of companies.entries()) {
    const random = randomFrom(`listings ${company.company_id}`);
    for (let number = 1; number <= random.between(1, 3); number++) {
      const product = random.pick(company.zh ? words.productsZh : words.productsEn);
      yield {
        listing_id: `L${company.company_id.slice(1)}-${number}`,
        company_id: company.company_id,
        title: company.zh ? `供应${product}，现货` : `${product}, in stock`,
        description: company.zh
          ? `${product}，规格齐全，可加工配送。📦`
          : `${product}, all sizes, cut and delivered. 📦`,
        contact_name: company.contact_name,
        contact_phone: company.contact_phone,
        contact_email: company.contact_email,
        published_at: before(random.between(1, 300)),
        status: 'published',
        // A company names somebody who has no account of their own.
        ...(index === 0 && number === 1 ? visitorListing : {}),
      };
    }
  }
}

export function* makeMessages(members: readonly MadeMember[]): Iterable<Message> {
  const random = randomFrom('messages');
  let number = 0;
  const id = () => `T${String(++number).padStart(8, '0')}`;
  const sentAt = () => before(random.between(0, 300), random.between(0, 80_000));
  for (const message of visitorMessages)
    yield { message_id: id(), sender_member_id: null, recipient_member_id: 'M000001', sent_at: sentAt(), ...message };
  const writers = members.filter(({ devices }) => devices.length > 0);
  for (const { member } of writers)
    for (let left = random.between(0, 3); left > 0; left--) {
      const recipient = random.pick(writers).member;
      yield {
        message_id: id(),
        sender_member_id: member.member_id,
        sender_name: member.name,
        sender_email: member.email,
        recipient_member_id: recipient.member_id,
        sent_at: sentAt(),
        ...random.pick(member.language === 'zh' ? words.messagesZh : words.messagesEn),
      };
    }
}

export function* makeCompanyMaterial(companies: readonly MadeCompany[]): Iterable<Upload> {
  for (const company of companies) {
    if (!company.equipment) continue;
    yield {
      key: `company-material/${company.company_id}/equipment.csv`,
      type: 'text/csv; charset=utf-8',
      text: `name,equipment\n"${company.name.replaceAll('"', '""')}","${company.equipment}"\n`,
    };
  }
}
