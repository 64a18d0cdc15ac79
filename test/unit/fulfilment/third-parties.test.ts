import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../functions/discovery/index.ts';
import { findThirdParties } from '../../../functions/fulfilment/third-parties.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('policy/ferronex does not compile');
const { thirdParties, dataMap } = compiled.value;

/** Everything that says something of a person. */
function packaged(collection: string): string[] {
  const fields = dataMap.collections.find(({ id }) => id === collection)?.fields ?? [];
  return fields.filter(({ category }) => category !== undefined).map(({ name }) => name);
}

type Records = Readonly<Record<string, readonly Finding['fields'][]>>;

async function proposals(records: Records, email = 'anna@keller.example') {
  async function* findingsOf(collection: string) {
    for (const [index, fields] of (records[collection] ?? []).entries()) yield { id: `f${index}`, fields };
  }
  const found = await findThirdParties({
    thirdParties,
    dataMap,
    identifiers: { email: [email] },
    findingsOf,
    inCopies: (collection, { fields }) => packaged(collection).filter((name) => name in fields),
  });
  return Object.fromEntries(found.map(({ value, records: where }) => [value, where]));
}

const account = {
  'members.members': [
    { member_id: 'M1', email: 'anna@keller.example', name: 'Anna Keller', phone: '+49 30 5550100', company_id: 'C1' },
  ],
};

describe('other people', () => {
  it('are found where records name them, and wherever else their values stand', async () => {
    const found = await proposals({
      ...account,
      'trade.orders': [
        { order_id: 'O1', buyer_contact: 'Anna Keller', seller_contact: '李伟', delivery_address: 'Gate 3, ask 李伟' },
        { order_id: 'O2', buyer_contact: 'Anna Keller', seller_contact: 'Seán Murphy' },
      ],
      'trade.messages': [
        {
          message_id: 'T1',
          sender_member_id: 'M2',
          sender_name: 'Seán Murphy',
          sender_email: 'sean@murphy.example',
          recipient_member_id: 'M1',
          subject: 'From sean murphy',
          body: 'Ask Anna Keller or 李伟. SEAN@MURPHY.EXAMPLE',
        },
      ],
    });
    expect(found).toEqual({
      李伟: { 'trade.orders': 1, 'trade.messages': 1 },
      'Seán Murphy': { 'trade.orders': 1, 'trade.messages': 1 },
      'sean@murphy.example': { 'trade.messages': 1 },
    });
  });

  it('are not the data subject: by address, by name, by member number, by an own account’s values', async () => {
    const own = {
      ...account,
      'trade.companies': [
        {
          company_id: 'C1',
          contact_name: 'Anna Keller',
          contact_phone: '030 5550100',
          contact_email: 'ANNA@keller.example',
        },
      ],
      'trade.messages': [
        {
          message_id: 'T1',
          sender_member_id: 'M1',
          sender_name: 'A. Keller',
          sender_email: 'old@keller.example',
          body: 'A. Keller',
        },
      ],
    };
    expect(await proposals(own)).toEqual({});
  });

  it('a visitor without an account is recognised by the address, and so is the name beside it', async () => {
    const visitor = { sender_member_id: null, sender_name: 'Tom Byrne', sender_email: 'Tom@Visitor.example' };
    const found = await proposals({ 'trade.messages': [{ message_id: 'T1', ...visitor }] }, 'tom@visitor.example');
    expect(found).toEqual({});
  });

  it('a colleague at the same telephone is somebody else, and the number is not', async () => {
    const found = await proposals({
      ...account,
      'trade.companies': [
        {
          company_id: 'C1',
          contact_name: 'Jan Keller',
          contact_phone: '+49 30 5550100',
          contact_email: 'jan@keller.example',
        },
      ],
    });
    expect(Object.keys(found).toSorted()).toEqual(['Jan Keller', 'jan@keller.example']);
  });

  it('are looked for in the collections that the policy searches, and nowhere else', async () => {
    const found = await proposals({
      ...account,
      'trade.orders': [{ order_id: 'O1', seller_contact: '李伟' }],
      'archive.access_logs': [{ line_id: '1', page: '/李伟' }],
    });
    expect(found).toEqual({ 李伟: { 'trade.orders': 1 } });
  });
});
