import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../functions/discovery/index.ts';
import { type CollectionPreview, dryRun } from '../../../functions/fulfilment/dry-run.ts';
import type { OwnValues } from '../../../functions/fulfilment/own-values.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('the policy does not compile');
const { dataMap, rights } = compiled.value;

const own: OwnValues = new Map([
  ['email', { values: new Set(['anna@keller.example']), ignoreCase: true }],
  ['members.members.member_id', { values: new Set(['M3']), ignoreCase: false }],
  ['members.members.company_id', { values: new Set(['C2']), ignoreCase: false }],
  ['members.members.name', { values: new Set(['Anna Keller']), ignoreCase: false }],
]);

async function previewOf(
  found: Readonly<Record<string, readonly Finding['fields'][]>>,
  isHeld: (collection: string, record: Finding['fields']) => boolean = () => false,
): Promise<CollectionPreview[]> {
  const right = rights.find((one) => one.right === 'deletion');
  if (!right) throw new Error('the policy grants no deletion');
  const previews: CollectionPreview[] = [];
  const collections = Object.entries(found).map(([id, records]) => {
    const collection = dataMap.collections.find((one) => one.id === id);
    if (!collection) throw new Error(`no collection ${id}`);
    const findings = (async function* () {
      for (const [index, fields] of records.entries()) yield { id: String(index), fields };
    })();
    return { collection, findings, isHeld: (record: Finding['fields']) => isHeld(id, record) };
  });
  for await (const preview of dryRun({ right, dataMap, own, categories: [], found: collections }))
    previews.push(preview);
  return previews;
}

const message = (message_id: string, sender_member_id: string, recipient_member_id: string) => ({
  message_id,
  sender_member_id,
  recipient_member_id,
  body: 'Hello',
});

describe('the dry run of a deletion', () => {
  test('counts records that go, change and stay, and says per category what stays, why and until when', async () => {
    const [messages] = await previewOf({
      'trade.messages': [message('T1', 'M3', 'M1'), message('T2', 'M3', 'M2'), message('T3', 'M1', 'M3')],
    });
    expect(messages).toMatchObject({
      collection: 'trade.messages',
      records: 3,
      deleted: 2,
      changed: 1,
      unchanged: 0,
      held: 0,
    });
    expect(messages?.gone).toEqual([
      { category: 'communication', count: 2 },
      { category: 'registration', count: 3 },
    ]);
    const untilSent = '3 years after the message was sent.';
    expect(messages?.kept.map(({ category, why, until, count }) => [category, why, until?.en, count])).toEqual([
      ['communication', 'rule', untilSent, 1],
      ['registration', 'rule', untilSent, 1],
    ]);
    expect(messages?.fields).toContainEqual({ field: 'recipient_member_id', end: 'deleted', count: 2 });
    expect(messages?.fields).toContainEqual({ field: 'recipient_member_id', end: 'emptied', count: 1 });
    expect(messages?.fields).toContainEqual({ field: 'body', end: 'kept', count: 1 });
  });

  test('tells a hash, what is kept for its own sake and what only as a number apart', async () => {
    const [members, vouchers] = await previewOf({
      'members.members': [
        { member_id: 'M3', email: 'anna@keller.example', name: 'Anna Keller', marketing_email: false },
      ],
      'members.vouchers': [
        { voucher_id: 'V1', member_id: 'M3', amount: 5 },
        { voucher_id: 'V2', member_id: 'M3', amount: 6 },
      ],
    });
    expect(members?.kept.map(({ category, why, replaced, count }) => [category, why, replaced, count])).toEqual([
      ['registration', 'key', false, 1],
      ['registration', 'rule', true, 1],
      ['preferences', 'rule', false, 1],
    ]);
    expect(members?.kept.every(({ basis, until }) => basis?.en && basis.zh && until?.en && until.zh)).toBe(true);
    expect(vouchers).toMatchObject({ records: 2, deleted: 0, changed: 0, unchanged: 2, held: 0, gone: [] });
    expect(vouchers?.kept.map(({ category, why, count }) => [category, why, count])).toEqual([
      ['vouchers', 'rule', 2],
      ['registration', 'key', 2],
    ]);
  });

  test('counts as held what would go without the hold, and nothing else', async () => {
    const [devices, vouchers] = await previewOf(
      {
        'members.devices': [
          { device_id: 'D1', member_id: 'M3', idfa: 'A' },
          { device_id: 'D2', member_id: 'M3', idfa: 'B' },
        ],
        'members.vouchers': [{ voucher_id: 'V1', member_id: 'M3', amount: 5 }],
      },
      (collection, record) => collection === 'members.vouchers' || record.device_id === 'D1',
    );
    expect(devices).toMatchObject({ records: 2, deleted: 1, changed: 0, unchanged: 0, held: 1, kept: [] });
    expect(devices?.fields).toContainEqual({ field: 'idfa', end: 'held', count: 1 });
    expect(vouchers).toMatchObject({ held: 0, unchanged: 1 });
  });

  test('nothing found is nothing done', async () => {
    expect(await previewOf({ 'members.devices': [] })).toEqual([
      {
        collection: 'members.devices',
        records: 0,
        deleted: 0,
        changed: 0,
        unchanged: 0,
        held: 0,
        gone: [],
        set: [],
        kept: [],
        fields: [],
      },
    ]);
  });
});
