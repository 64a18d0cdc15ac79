import { describe, expect, it } from 'vitest';
import { type AttestedChange, attestChanges, changesByHand } from '../../../functions/fulfilment/changes-by-hand.ts';
import type { HoldState } from '../../../functions/holds/index.ts';
import type { DecidedChange, RequestState } from '../../../functions/requests/index.ts';
import type { CollectionBinding, DataMap } from '../../../functions/shared/organisation.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';

const cards: CollectionBinding = {
  id: 'paper.cards',
  store: 'paper',
  location: 'a drawer',
  title: {},
  primaryKey: ['number'],
  fields: [{ name: 'number' }, { name: 'name', category: 'account' }, { name: 'points', dataType: 'integer' }],
};
const dataMap: DataMap = {
  stores: [{ id: 'paper', kind: 'manual', dueDays: 5 }],
  collections: [cards],
  accountDirectory: { collection: 'crm.people', identity: 'email' },
};
const misspelt: DecidedChange = { finding: 'f1', writes: { name: { value: 'Ada', ifNow: 'Adda' } } };
const state = {
  id: 'request-1',
  collections: { 'paper.cards': { outcome: 'found', count: 2, gathering: 1 } },
  changes: [
    {
      id: 'c1',
      right: 'correction',
      decision: 'accepted',
      collection: 'paper.cards',
      fields: ['name'],
      sealed: 'c1-9',
    },
    { id: 'c2', right: 'correction', decision: 'refused', sealed: 'c2-9' },
    { id: 'c3', right: 'correction', decision: 'accepted', collection: 'crm.people', fields: ['name'], sealed: 'c3-9' },
  ],
} as unknown as RequestState;

function due(options: { decided?: DecidedChange; held?: (record: object) => boolean; known?: boolean } = {}) {
  return changesByHand({
    dataMap,
    findings: {
      async *streamFindings() {
        if (options.known ?? true)
          yield [
            { id: 'f0', fields: {} },
            { id: 'f1', fields: { number: '7', name: 'Adda' } },
          ];
      },
    },
    requests: {
      readSealed: async (_, name) => (name === 'c1-9' ? new Sensitive(options.decided ?? misspelt) : undefined),
    },
    holds: { register: async () => ({ version: 3, holds: [] as HoldState[] }) },
    heldRecords: async () => (_, record) => options.held?.(record) ?? false,
  })(state, 'paper.cards');
}

async function attest(said: AttestedChange, options: Parameters<typeof due>[0] = {}) {
  const { changes } = await due(options);
  const answer = attestChanges(cards, changes, { c1: said });
  return answer.ok ? answer.value[0]?.outcome : answer.refusal.code;
}

describe('what people have to write', () => {
  it('is what was accepted for the source, with the record that is meant', async () => {
    expect(await due()).toEqual({
      holdsVersion: 3,
      changes: [{ id: 'c1', decided: misspelt, record: { number: '7', name: 'Adda' }, held: false }],
    });
  });

  it('stays as it is under a hold on the record, unless nothing is lost by writing it', async () => {
    const held = (record: object) => 'number' in record;
    expect((await due({ held })).changes).toMatchObject([{ held: true }]);
    const noted: DecidedChange = { finding: 'f1', writes: { name: { value: 'Ada' } } };
    expect((await due({ held, decided: noted })).changes).toMatchObject([{ held: false }]);
  });

  it('counts as under any hold that may cover it, once the record is not known any more', async () => {
    const [change] = (await due({ known: false, held: (record) => Object.keys(record).length === 0 })).changes;
    expect(change).toMatchObject({ held: true });
    expect(change).not.toHaveProperty('record');
  });
});

describe('what people say of it', () => {
  const held = () => true;

  it('is taken at its word where no hold covers the record', async () => {
    expect(await attest({ answer: 'written' })).toBe('done');
    expect(await attest({ answer: 'gone' })).toEqual({ gone: true, values: {} });
    expect(await attest({ answer: 'held' })).toBe('change_not_held');
  });

  it('is not that it was written where a legal hold covers the record', async () => {
    expect(await attest({ answer: 'written' }, { held })).toBe('change_held');
    expect(await attest({ answer: 'held' }, { held })).toBe('held');
  });

  it.each([
    ['something else', 'Eve', { gone: false, values: { name: 'Eve' } }],
    ['nothing', '  ', { gone: false, values: { name: null } }],
    ['what had to be written', ' Ada ', 'done'],
    ['what staff decided on', 'Adda', 'change_as_seen'],
  ])('when the record says %s by now, is judged as what a system finds there', async (_, text, outcome) => {
    expect(await attest({ answer: 'otherwise', values: { name: text } }, { held })).toEqual(outcome);
  });

  it('is a number where the field holds numbers, and the text that stands there otherwise', async () => {
    const decided: DecidedChange = { finding: 'f1', writes: { points: { value: 12, ifNow: 2 } } };
    const says = (points: string) => attest({ answer: 'otherwise', values: { points } }, { decided });
    expect(await says('12')).toBe('done');
    expect(await says('13')).toEqual({ gone: false, values: { points: 13 } });
    expect(await says('twelve')).toEqual({ gone: false, values: { points: 'twelve' } });
  });
});
