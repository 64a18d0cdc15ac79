import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Finding, FindingsReader } from '../../../functions/discovery/index.ts';
import { packageBuilder } from '../../../functions/fulfilment/build-package.ts';
import { emptyList, type RedactionList } from '../../../functions/fulfilment/redaction-list.ts';
import type { RequestState, Right } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { anAgent, Story, untilReview } from '../../support/a-request.ts';
import { readZip } from '../../support/read-zip.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('policy/ferronex does not compile');
const organisation = compiled.value;

/** What the sample platform has of a member and, in the same collections, of others. */
const records: Readonly<Record<string, readonly Finding['fields'][]>> = {
  'members.members': [
    {
      member_id: 'M1',
      email: 'anna@keller.example',
      name: 'Anna Keller',
      company_id: 'C2',
      status: 'active',
      marketing_email: true,
    },
  ],
  'members.vouchers': [{ voucher_id: 'V1', member_id: 'M1', amount: 20 }],
  'members.authentications': [
    {
      member_id: 'M1',
      authentication_id: 'A1',
      entity_name: 'Anna Keller',
      result: 'passed',
      verified_at: '2026-01-05',
    },
  ],
  'trade.orders': [
    { order_id: 'O1', buyer_company_id: 'C2', seller_company_id: 'C9', quantity_tonnes: 12.5, total: 9000 },
    { order_id: 'O2', buyer_company_id: 'C9', seller_company_id: 'C2', total: 100 },
  ],
  'trade.messages': [
    { message_id: 'T1', sender_member_id: 'M1', sender_name: 'Anna Keller', body: 'Please ask Li Wei.' },
    { message_id: 'T2', sender_member_id: 'M7', sender_name: 'Li Wei', recipient_member_id: 'M1', body: 'No.' },
    { message_id: 'T3', sender_member_id: null, sender_email: 'Anna@Keller.example', body: '=sent before' },
  ],
  'archive.access_logs': [{ line_id: 'l1', page: '/steel', status: 200 }],
  'archive.uploads': [{ key: 'uploads/M1/a.txt', member_id: 'M1', size: 3 }],
};

function approved(rights: readonly Right[], more: Partial<RequestState> = {}): RequestState {
  const state = Story.of(...untilReview, [{ type: 'approve' }, anAgent]).known;
  const collections = Object.fromEntries(
    Object.entries(records).map(([id, { length }]) => [id, { outcome: 'found', count: length, gathering: 1 } as const]),
  );
  return { ...state, rights, collections, ...more };
}

async function build(state: RequestState, list: RedactionList = emptyList) {
  let bytes = Buffer.alloc(0);
  const findings = {
    async *streamFindings(_id: string, collection: string) {
      for (const [index, fields] of (records[collection] ?? []).entries())
        yield [{ id: `f${index}`, fields, ...(collection === 'archive.uploads' ? { file: 'f0.txt' } : {}) }];
    },
    openFile: async () => Readable.from(['file']),
  } as unknown as FindingsReader;
  await packageBuilder({
    requests: { load: async () => state } as never,
    findings,
    identifiers: { of: async () => new Sensitive({ email: ['anna@keller.example'] }) },
    redactions: { read: async () => list },
    exports: {
      async putPackage(_requestId, _packageId, body) {
        bytes = await buffer(body);
        return bytes.length;
      },
      linkTo: async () => '',
    },
    organisation,
  })(state.id);
  const files = readZip(bytes);
  return { files, json: (path: string) => JSON.parse(files.get(path) ?? 'null') };
}

describe('the portable copy', () => {
  it('has what the member provided or did, record by record and field by field', async () => {
    const { json } = await build(approved(['portability']));
    expect(json('data/members.members.json')).toEqual([
      { member_id: 'M1', email: 'anna@keller.example', name: 'Anna Keller', company_id: 'C2', marketing_email: true },
    ]);
    expect(json('data/members.authentications.json')).toEqual([
      { member_id: 'M1', authentication_id: 'A1', entity_name: 'Anna Keller' },
    ]);
    expect(json('data/archive.access_logs.json')).toEqual([{ line_id: 'l1', page: '/steel' }]);
  });

  it('leaves out what the company issued or worked out, and what others wrote or entered', async () => {
    const { files, json } = await build(approved(['portability']));
    expect([...files.keys()].filter((path) => path.includes('vouchers'))).toEqual([]);
    expect(json('data/trade.orders.json').map((order: { order_id: string }) => order.order_id)).toEqual(['O1']);
    expect(json('data/trade.messages.json').map((sent: { message_id: string }) => sent.message_id)).toEqual([
      'T1',
      'T3',
    ]);
    expect(files.get('data/trade.messages.csv')?.trim().split('\r\n')).toHaveLength(3);
  });

  it('is files for machines: no page, but a description of every field and a short text', async () => {
    const { files, json } = await build(approved(['portability']));
    expect([...files.keys()].filter((path) => !path.startsWith('data/')).toSorted()).toEqual([
      'README.txt',
      'datapackage.json',
      'files/archive.uploads/f0.txt',
    ]);
    const { resources } = json('datapackage.json');
    const orders = resources.find(({ name }: { name: string }) => name === 'trade.orders');
    expect(orders.path).toBe('data/trade.orders.csv');
    const header = files.get(orders.path)?.replace('\uFEFF', '').split('\r\n')[0]?.split(',');
    expect(orders.schema.fields.map(({ name }: { name: string }) => name)).toEqual(header);
    expect(orders.schema.fields).toContainEqual({ name: 'total', title: 'Total', type: 'number' });
  });

  it('says in the language of the request what is in it and why the rest is not', async () => {
    for (const language of organisation.languages) {
      const { files } = await build(approved(['portability'], { language }));
      const readme = files.get('README.txt') ?? '';
      const rule = organisation.rights.find(({ right }) => right === 'portability');
      for (const said of [rule?.actions.vouchers?.basis, rule?.overrides?.['trade.messages']?.otherwise?.basis])
        expect(readme).toContain(said?.[language]);
      expect(readme).toContain(organisation.complaints.authorityUrl);
      expect(readme).toContain('trade.orders');
    }
  });

  it.each([
    ['gdpr', ['found on 2 November 2026 (Art. 20 GDPR).', 'rights of others (Art. 20(4) GDPR) we', '(Art. 15 GDPR)']],
    ['pipl', ['found on 2 November 2026 (Art. 45 PIPL).', 'rights of others we', '(Art. 45 PIPL)']],
  ])('cites %s and no other law', async (law, cited) => {
    const redactions = { list: 'l', undecided: 0, kept: 0, redacted: { third_party: 2 } };
    const { files } = await build(approved(['portability'], { law, redactions }));
    const readme = files.get('README.txt') ?? '';
    for (const said of cited) expect(readme).toContain(said);
    expect(readme).not.toMatch(law === 'gdpr' ? /PIPL/ : /GDPR/);
  });

  it('lies beside the readable copy when both were asked for, with the uploaded files once', async () => {
    const { files, json } = await build(approved(['access', 'portability']));
    expect(json('data/trade.messages.json')).toHaveLength(3);
    expect(json('portable/data/trade.messages.json')).toHaveLength(2);
    expect(files.get('index.html')).toContain('portable');
    expect(files.get('portable/README.txt')).toContain('../files/');
    expect([...files.keys()].filter((path) => path.includes('uploads/f0'))).toHaveLength(1);
  });

  it('leaves out what staff redacted, in every file, and says how much', async () => {
    const list: RedactionList = {
      ...emptyList,
      values: [
        {
          id: 'v1',
          kind: 'name',
          value: 'Li Wei',
          origin: 'proposed',
          reason: 'third_party',
          decision: 'redact',
          records: {},
        },
      ],
    };
    const redactions = { list: 'l', undecided: 0, kept: 0, redacted: { third_party: 1 } };
    const { files } = await build(approved(['portability'], { redactions }), list);
    expect([...files.values()].join('\n')).not.toContain('Li Wei');
    expect(files.get('README.txt')).toContain('one name, number or passage');
  });

  it('has no data where categories asked for hold nothing that was provided', async () => {
    const { files } = await build(approved(['portability'], { categories: ['vouchers'] }));
    expect([...files.keys()].filter((path) => path.startsWith('data/') || path.startsWith('files/'))).toEqual([]);
    expect(files.get('README.txt')).toContain('nothing that you provided');
  });
});
