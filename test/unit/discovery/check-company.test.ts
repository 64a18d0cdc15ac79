import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { companyChecker, standingOf } from '../../../functions/discovery/check-company.ts';
import { recordMatch } from '../../../functions/discovery/record-match.ts';
import type { StoreConnector, StoredRecord } from '../../../functions/discovery/store-connector.ts';
import type { Command } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, anAsk, Story, untilReview } from '../../support/a-request.ts';
import { FakeCompanyTurns } from '../../support/fake-company-turns.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('policy/ferronex does not compile');
const { dataMap, rights } = compiled.value;
const accounts = 'members.members';
const me = { member_id: 'M1', email: 'anna@keller.example', company_id: 'C2', role: 'admin', status: 'active' };

async function checked(
  records: readonly StoredRecord[],
  asked: (typeof anAsk)['rights'] = ['account_cancellation'],
  further: { readonly recounted: boolean; readonly turns?: FakeCompanyTurns } = { recounted: false },
) {
  const given: Command[] = [];
  const submit = { type: 'submit', ask: { ...anAsk, rights: asked, erasure: { waitingDays: 7 } } } as const;
  const gathering = Story.of([submit, aDataSubject], ...untilReview.slice(1, 4)).known;
  const approved = { erasing: { from: '2026-11-09T10:00:00.000Z', collections: {} } };
  const state = further.recounted ? { ...gathering, ...approved } : gathering;
  const connector: StoreConnector = {
    valuesAtOnce: 10,
    async *find({ criteria }) {
      const { matches } = recordMatch(criteria);
      // A page twice: a record may come more than once.
      yield { records: records.filter(matches) };
      yield { records: records.filter(matches) };
    },
  };
  const check = companyChecker({
    dataMap,
    rights,
    connector,
    identifiers: { of: async () => new Sensitive({ email: ['anna@keller.example'] }) },
    requests: { load: async () => state },
    turns: further.turns ?? new FakeCompanyTurns(),
    handle: async ({ command }) => {
      given.push(command);
      return { ok: true, value: state };
    },
  });
  await check('request-1', accounts);
  return given;
}

describe('a company whose account is cancelled', () => {
  it('is counted without the account itself, former ones and those of other companies', async () => {
    const others = [
      { ...me, member_id: 'M2', email: 'b@keller.example', role: 'employee' },
      { ...me, member_id: 'M3', email: 'c@keller.example', status: 'former' },
      { ...me, member_id: 'M4', email: 'd@other.example', company_id: 'C9' },
    ];
    expect(await checked([me, ...others])).toEqual([
      { type: 'record_company', accounts, others: 1, administrators: 0, needsHandover: true, isLast: false },
    ]);
    const second = { ...me, member_id: 'M5', email: 'e@keller.example' };
    expect(await checked([me, ...others, second])).toMatchObject([
      { others: 2, administrators: 1, needsHandover: false, isLast: false },
    ]);
  });

  it('has its last member in somebody who is alone in it', async () => {
    expect(await checked([{ ...me, role: 'sole_trader' }])).toMatchObject([{ needsHandover: false, isLast: true }]);
  });

  it('is not counted for another right, or for somebody without a company or an account in use', async () => {
    expect(await checked([me], ['deletion'])).toEqual([]);
    const { company_id: _, ...alone } = me;
    expect(await checked([alone])).toEqual([]);
    expect(await checked([{ ...me, status: 'former' }])).toEqual([]);
    expect(await checked([])).toEqual([]);
  });

  it('is counted before it goes only in its turn, and says when there is none any more', async () => {
    const none = { others: 0, administrators: 0, needsHandover: false, isLast: false };
    const { company_id: _, ...alone } = me;
    expect(await checked([alone], ['account_cancellation'], { recounted: true })).toMatchObject([none]);

    const turns = new FakeCompanyTurns();
    const asked: string[] = [];
    turns.take = async (company) => {
      asked.push(company);
      return asked.length < 2;
    };
    expect(await checked([me], ['account_cancellation'], { recounted: true, turns })).toHaveLength(1);
    await expect(checked([me], ['account_cancellation'], { recounted: true, turns })).rejects.toThrow('faster');
    expect(asked).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), asked[0]]);
    await checked([me], ['account_cancellation'], { recounted: false, turns });
    expect(asked).toHaveLength(2);
  });

  it('never needs a handover where an administrator or nobody is left, and is never last with others', () => {
    const count = fc.record({ others: fc.nat(5), administers: fc.boolean(), administrators: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(count, { minLength: 1, maxLength: 3 }), (raw) => {
        const companies = raw.map((one) => ({ ...one, administrators: Math.min(one.administrators, one.others) }));
        const { needsHandover, isLast, others, administrators } = standingOf(companies);
        if (needsHandover) expect(companies.some((one) => one.others > 0 && one.administrators === 0)).toBe(true);
        expect(isLast).toBe(others === 0);
        expect(administrators).toBeLessThanOrEqual(others);
        if (isLast) expect(needsHandover).toBe(false);
      }),
    );
  });
});
