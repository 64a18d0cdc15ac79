import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSubmission, submissionLimits } from '../../../functions/discovery/index.ts';
import type { CollectionBinding } from '../../../functions/shared/organisation.ts';

const register: CollectionBinding = {
  id: 'till.register',
  store: 'till',
  location: 'a book',
  title: {},
  primaryKey: ['number'],
  fields: [
    { name: 'number' },
    { name: 'customer' },
    { name: 'home.city' },
    { name: 'year', dataType: 'integer' },
    { name: 'used', dataType: 'boolean' },
  ],
};
const read = (format: 'jsonl' | 'csv', text: string) => readSubmission(register, format, text);

describe('a file that a person hands in', () => {
  it('is JSON lines, with fields inside objects', async () => {
    const text = '{"number":"A1","customer":"C1","home":{"city":"Gent"},"year":2024,"used":null}\n\n{"number":"A2"}\n';
    expect(await read('jsonl', text)).toEqual({
      ok: true,
      value: [{ number: 'A1', customer: 'C1', 'home.city': 'Gent', year: 2024 }, { number: 'A2' }],
    });
  });

  it('is CSV with a header, whose cells become what the data map says', async () => {
    const text = '\uFEFFnumber,customer,home.city,year,used\r\nA1,"C, 1",Gent,2024,true\r\nA2,,,,\r\n';
    expect(await read('csv', text)).toEqual({
      ok: true,
      value: [{ number: 'A1', customer: 'C, 1', 'home.city': 'Gent', year: 2024, used: true }, { number: 'A2' }],
    });
  });

  it.each([
    ['empty', 'jsonl', '\n', { code: 'empty', line: 1 }],
    ['without a record', 'csv', 'number,customer\n', { code: 'empty', line: 1 }],
    ['no JSON', 'jsonl', '{"number":"A1"}\nA2', { code: 'unreadable', line: 2 }],
    ['a list', 'jsonl', '[1]', { code: 'unreadable', line: 1 }],
    ['no CSV', 'csv', 'number,customer\nA1', { code: 'unreadable', line: 2 }],
    [
      'with a field of its own',
      'jsonl',
      '{"number":"A1","iban":"x"}',
      { code: 'unknown_field', line: 1, field: 'iban' },
    ],
    ['without a key', 'csv', 'number,customer\n,C1', { code: 'no_key', line: 2, field: 'number' }],
    ['a word for a year', 'csv', 'number,year\nA1,old', { code: 'wrong_type', line: 2, field: 'year' }],
    ['a half year', 'jsonl', '{"number":"A1","year":1.5}', { code: 'wrong_type', line: 1, field: 'year' }],
  ] as const)('is refused: %s', async (_, format, text, fault) => {
    expect(await read(format, text)).toEqual({ ok: false, refusal: fault });
  });

  it('is refused when it is too large', async () => {
    const many = '{"number":"A"}\n'.repeat(submissionLimits.records + 1);
    expect(await read('jsonl', many)).toMatchObject({ refusal: { code: 'too_large', line: 5_001 } });
    expect(await read('jsonl', ' '.repeat(submissionLimits.characters + 1))).toMatchObject({
      refusal: { code: 'too_large' },
    });
  });

  it('comes out as it went in, whatever the texts', async () => {
    const text = fc.string({ minLength: 1 }).filter((value) => value.trim() === value && value !== '');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ number: text, customer: text }), { minLength: 1 }), async (records) => {
        const lines = records.map((record) => JSON.stringify(record)).join('\n');
        expect(await read('jsonl', lines)).toEqual({ ok: true, value: records });
        const cell = (value: string) => `"${value.replaceAll('"', '""')}"`;
        const rows = records.map(({ number, customer }) => `${cell(number)},${cell(customer)}`);
        expect(await read('csv', ['number,customer', ...rows].join('\r\n'))).toEqual({ ok: true, value: records });
      }),
    );
  });
});
