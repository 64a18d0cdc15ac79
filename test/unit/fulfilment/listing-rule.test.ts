import { describe, expect, it } from 'vitest';
import { correctionObstacle, readFieldValue } from '../../../functions/fulfilment/correctable-fields.ts';
import { allowedTakeDown, listingNumber, readListingOwners } from '../../../functions/fulfilment/listing-rule.ts';
import type { ListingRule } from '../../../functions/shared/organisation.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('the policy does not compile');
const { dataMap, rights } = compiled.value;
const rule = rights.find(({ listing }) => listing)?.listing as ListingRule;

describe('the number of a listing', () => {
  it.each([
    ['L000012-1', 'L000012-1'],
    [' https://market.ferronex.example/listings/L000012-1 ', 'L000012-1'],
    ['http://localhost:4411/listings/L000012-1?from=search#top', 'L000012-1'],
    ['/listings/L000012-1', 'L000012-1'],
    ['https://market.ferronex.example/companies/C000012', undefined],
    ['https://market.ferronex.example/listings/', undefined],
    ['take down everything', undefined],
    ['', undefined],
  ])('in "%s" is %s', (typed, number) => {
    expect(listingNumber(rule, typed)).toBe(number);
  });
});

describe('who may have a listing taken down', () => {
  const companies = async function* (ids: readonly string[]) {
    for (const company_id of ids) yield { company_id };
  };
  const allowed = async (ids: readonly string[], email: string) => {
    const own = await readListingOwners(rule, { email: [email] }, () => companies(ids));
    return allowedTakeDown(rule, { company_id: 'C1', contact_email: 'Ada@Example.org' }, own);
  };

  it('is the company whose it is, and for what names them the person named', async () => {
    expect(await allowed(['C1'], 'eve@example.org')).toEqual({ listing: true, contact: true });
    expect(await allowed([], 'ada@example.org')).toEqual({ listing: false, contact: true });
    expect(await allowed(['C2'], 'eve@example.org')).toEqual({ listing: false, contact: false });
  });
});

describe('what can be corrected', () => {
  const corrects = rights.find((right) => right.corrects)?.corrects;
  const why = (id: string, name: string) => {
    const collection = dataMap.collections.find((one) => one.id === id);
    const field = collection?.fields.find((one) => one.name === name);
    if (!corrects || !collection || !field) throw new Error(`${id}.${name}`);
    return correctionObstacle(corrects, collection, field, dataMap)?.why;
  };

  it('is what the policy lets be corrected, but nothing that records or people are found by', () => {
    expect(why('members.members', 'phone')).toBeUndefined();
    expect(why('trade.orders', 'delivery_address')).toBeUndefined();
    expect(why('members.members', 'member_id')).toBe('key');
    expect(why('members.members', 'email')).toBe('identity');
    expect(why('members.members', 'company_id')).toBe('reference');
    expect(why('members.members', 'status')).toBe('policy');
    expect(why('members.members', 'marketing_email')).toBe('policy');
    expect(why('archive.company_material', 'type')).toBe('store');
  });

  it('is written as a value of the field’s own type', () => {
    const read = (dataType: string | undefined, typed: string) =>
      readFieldValue({ name: 'x', ...(dataType ? { dataType } : {}) }, typed);
    expect(read(undefined, ' 12 ')).toBe('12');
    expect(read('integer', '12')).toBe(12);
    expect(read('integer', '12.5')).toBeUndefined();
    expect(read('float', '-12.5')).toBe(-12.5);
    expect(read('boolean', 'true')).toBe(true);
    expect(read('boolean', 'yes')).toBeUndefined();
    expect(read(undefined, '  ')).toBeUndefined();
  });
});
