import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erasingRight } from '../../../functions/fulfilment/erasing-right.ts';
import { treat, treatmentsFor } from '../../../functions/fulfilment/treat-record.ts';
import type { CollectionBinding, DataMap, RightRule } from '../../../functions/shared/organisation.ts';

const members: CollectionBinding = {
  id: 'members.members',
  store: 'members',
  location: 'members',
  title: {},
  primaryKey: ['member_id'],
  fields: [
    { name: 'member_id', category: 'registration' },
    { name: 'email', category: 'registration', identity: 'email' },
    { name: 'marketing', category: 'preferences', dataType: 'boolean' },
    { name: 'ads', category: 'preferences', dataType: 'boolean' },
  ],
};
const dataMap: DataMap = {
  stores: [],
  collections: [members],
  accountDirectory: { collection: 'members.members', identity: 'email' },
};
const reason = { basis: { en: 'proof' }, until: { en: '3 years' } };
const unsubscribe: RightRule = {
  right: 'marketing_unsubscribe',
  actions: {},
  sets: { 'members.members.marketing': false },
};
const optOut: RightRule = { right: 'advertising_opt_out', actions: {}, sets: { 'members.members.ads': false } };
const deletion: RightRule = {
  right: 'deletion',
  actions: { registration: { action: 'delete' }, preferences: { action: 'keep', ...reason } },
  keyFields: reason,
};
const option = (key: string, field: string) => ({
  key,
  name: {},
  effect: {},
  sets: { [`members.members.${field}`]: false },
});
const consent: RightRule = {
  right: 'consent_withdrawal',
  actions: {},
  functions: [option('letters', 'marketing'), option('tips', 'ads')],
};
const objection: RightRule = { right: 'objection', actions: {}, uses: [option('analysis', 'ads')] };
const rules = [unsubscribe, optOut, consent, objection, deletion];
const ruleFor = (...asked: string[]) =>
  treatmentsFor({
    right: erasingRight(rules, { rights: asked }),
    collection: members,
    dataMap,
    own: new Map(),
    categories: [],
  });
const record = { member_id: 'm-1', email: 'anna@example.org', marketing: true, ads: true };

describe('noting choices', () => {
  it('changes the field of the choice and nothing else', () => {
    expect(treat(record, ruleFor('marketing_unsubscribe'), false)).toEqual({
      kind: 'change',
      fields: { marketing: { to: 'value', value: false } },
    });
  });

  it('notes several choices at once, and beside a deletion', () => {
    expect(treat(record, ruleFor('marketing_unsubscribe', 'advertising_opt_out'), false)).toEqual({
      kind: 'change',
      fields: { marketing: { to: 'value', value: false }, ads: { to: 'value', value: false } },
    });
    expect(treat(record, ruleFor('deletion', 'advertising_opt_out'), false)).toMatchObject({
      kind: 'change',
      fields: { email: { to: 'null' }, ads: { to: 'value', value: false } },
    });
  });

  it('is done once: a record that says so already stays', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), (marketing, ads) => {
        const rule = ruleFor('marketing_unsubscribe', 'advertising_opt_out');
        const treatment = treat({ ...record, marketing, ads }, rule, false);
        expect(treatment.kind).toBe(marketing || ads ? 'change' : 'keep');
        expect(treat({ ...record, marketing: false, ads: false }, rule, false)).toEqual({ kind: 'keep' });
      }),
    );
  });

  it('goes on under a legal hold, which keeps all else', () => {
    expect(treat(record, ruleFor('deletion', 'marketing_unsubscribe'), true)).toEqual({
      kind: 'change',
      fields: { marketing: { to: 'value', value: false } },
    });
  });

  it('of a right that the policy does not have is a fault', () => {
    expect(() => erasingRight(rules, { rights: ['access'] })).toThrowError(
      expect.objectContaining({ name: 'RightUnusable' }),
    );
  });
});

describe('functions and uses', () => {
  it('only those that were chosen are noted, each under its own right', () => {
    const chosen = { rights: ['consent_withdrawal'], functions: ['tips'] };
    expect(erasingRight(rules, chosen).sets).toEqual({ 'members.members.ads': false });
    expect(
      erasingRight(rules, { rights: ['objection', 'consent_withdrawal'], functions: ['letters'], uses: ['analysis'] })
        .sets,
    ).toEqual({
      'members.members.marketing': false,
      'members.members.ads': false,
    });
  });

  it('beside a deletion both are done', () => {
    const right = erasingRight(rules, { rights: ['deletion', 'consent_withdrawal'], functions: ['letters'] });
    expect(right).toMatchObject({ right: 'deletion', sets: { 'members.members.marketing': false } });
  });

  it('what the policy no longer has is a fault, not half an answer', () => {
    const unusable = expect.objectContaining({ name: 'RightUnusable' });
    const gone = { rights: ['consent_withdrawal', 'marketing_unsubscribe'], functions: ['letters', 'gone'] };
    expect(() => erasingRight(rules, gone)).toThrowError(unusable);
    expect(() => erasingRight(rules, { rights: ['marketing_unsubscribe'], uses: ['analysis'] })).toThrowError(unusable);
  });
});
