import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyOf, edit, errorsOf, lineOf, removeCopies } from '../../support/edited-policy.ts';

afterAll(removeCopies);

/** Mistakes in what rights.yaml says of corrections and listings; `at` is in the line that is complained of. */
const mistakes = [
  {
    what: 'an exception for a field that is not there',
    from: 'members.members.role:',
    to: 'members.members.rank:',
    at: 'members.members.rank',
    says: '"members.members.rank" is not <dataset>.<collection>.<field> of a dataset',
  },
  {
    what: 'a category that does not exist',
    from: 'categories: [registration, company, authentication',
    to: 'categories: [registrations, company, authentication',
    at: 'registrations',
    says: 'unknown category "registrations"',
  },
  {
    what: 'listings in a collection that is not there',
    from: 'collection: trade.listings',
    to: 'collection: trade.adverts',
    at: 'trade.adverts',
    says: 'unknown collection "trade.adverts"',
  },
  {
    what: 'a take-down that sets an unknown field',
    from: 'sets: { status: taken_down }',
    to: 'sets: { state: taken_down }',
    at: 'state: taken_down',
    says: '"trade.listings" has no field "state"',
  },
  {
    what: 'a take-down that sets a value of another type',
    from: 'sets: { status: taken_down }',
    to: 'sets: { status: true }',
    at: 'status: true',
    says: '"status" is string; this value is boolean',
  },
  {
    what: 'a contact that is the key of the listing',
    from: 'fields: [contact_name, contact_phone',
    to: 'fields: [listing_id, contact_phone',
    at: 'listing_id, contact_phone',
    says: '"trade.listings.listing_id" cannot be written: it is part of the primary key, by which the record is known',
  },
  {
    what: 'a condition on what does not lead to listings',
    from: '- { company_id: trade.companies.company_id }',
    to: '- { company_id: trade.orders.order_id }',
    at: 'trade.orders.order_id',
    says: '"trade.orders.order_id" is neither an identity nor the primary key of what leads to "trade.listings"',
  },
  {
    what: 'an address without the number',
    from: '/listings/{number}',
    to: '/listings/',
    at: 'address: https://market',
    says: 'rights.7.listing.address: must hold {number}, where the number of a listing stands',
  },
] as const;

describe('rights.yaml', () => {
  it.each(mistakes)('says where it has $what', (mistake) => {
    const folder = copyOf('policy/ferronex');
    const file = join(folder, 'rights.yaml');
    edit(file, mistake.from, mistake.to);
    const errors = errorsOf(folder);
    expect(errors).toContain(`rights.yaml:${lineOf(file, mistake.at)}: ${mistake.says}`);
  });
});
