import { describe, expect, test } from 'vitest';
import type { StoredRecord } from '../../../functions/discovery/index.ts';
import { readOwnValues } from '../../../functions/fulfilment/own-values.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('the policy does not compile');
const { dataMap, rights } = compiled.value;
const right = rights.find((one) => one.right === 'deletion');
if (!right) throw new Error('the policy grants no deletion');
const access = rights.filter((one) => one.right === 'access');

describe('what is the data subject’s own', () => {
  test('is what was verified, in lower case, and what the records found by it say', async () => {
    const read: string[] = [];
    const records: StoredRecord[] = [
      { member_id: 'M3', company_id: 'C2', name: 'Anna Keller' },
      { member_id: 'M4', company_id: null, name: '' },
    ];
    const own = await readOwnValues(right, dataMap, { email: ['Anna@Keller.example'] }, async function* (collection) {
      read.push(collection);
      for (const fields of records) yield { fields };
    });
    expect([...own].map(([source, { values, ignoreCase }]) => [source, [...values], ignoreCase])).toEqual(
      expect.arrayContaining([
        ['email', ['anna@keller.example'], true],
        ['members.members.company_id', ['C2'], false],
        ['members.members.name', ['Anna Keller'], false],
        ['members.members.member_id', ['M3', 'M4'], false],
      ]),
    );
    expect(own.size).toBe(4);
    expect(read).toEqual(['members.members']);
  });

  test('is not read for a right without conditions', async () => {
    for (const one of access) {
      const own = await readOwnValues(one, dataMap, { email: ['a@b.example'] }, () => {
        throw new Error('nothing has to be read');
      });
      expect(own.size).toBe(0);
    }
  });
});
