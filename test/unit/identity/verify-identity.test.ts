import { beforeEach, describe, expect, it } from 'vitest';
import { verifiedIdentifiers } from '../../../functions/identity/verified-identifiers.ts';
import { identityVerifier } from '../../../functions/identity/verify-identity.ts';
import { type Command, commandHandler, type Relation, requestSubmitter } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { anAsk } from '../../support/a-request.ts';
import { fakeRequestStore } from '../../support/fake-request-store.ts';

const now = () => '2026-11-02T10:00:00.000Z';
let lookedUp: string[];
beforeEach(() => {
  lookedUp = [];
});

async function fixture(relation: Relation, onRecord: boolean, rights = anAsk.rights) {
  const requests = fakeRequestStore();
  const submit = requestSubmitter({ requests, now, newId: () => 'r-1', randomBytes: () => new Uint8Array(8) });
  await submit({
    ask: { ...anAsk, relation, rights },
    subject: new Sensitive({
      email: 'mei@example.org',
      agent: { name: 'Li', statement: 'her lawyer, li@example.org' },
    }),
    formHash: 'form',
  });
  const handle = commandHandler({ requests, now });
  const give = (command: Command) => handle({ requestId: 'r-1', command, actor: { kind: 'data_subject' } });
  const verify = identityVerifier({
    requests,
    handle,
    accounts: {
      async hasAccount(email) {
        lookedUp.push(email.reveal());
        return onRecord;
      },
    },
  });
  return { requests, handle, give, verify, identifiers: verifiedIdentifiers({ requests }) };
}

describe('verifying who asks', () => {
  it('accepts a confirmed address that is on record, and looks it up once', async () => {
    const { give, verify, requests } = await fixture('member', true);
    await give({ type: 'confirm_email' });
    expect(await verify('r-1')).toEqual({ outcome: 'accepted' });
    expect(await verify('r-1')).toEqual({ outcome: 'accepted' });
    expect(lookedUp).toEqual(['mei@example.org']);
    expect((await requests.load('r-1'))?.identity).toEqual({ method: 'code_to_address', account: 'on_record' });
  });

  it('asks staff about a member whose address is not on record, and answers the same until they decide', async () => {
    const { give, handle, verify } = await fixture('former_member', false);
    await give({ type: 'confirm_email' });
    expect(await verify('r-1')).toEqual({ outcome: 'staff_needed' });
    expect(await verify('r-1')).toEqual({ outcome: 'staff_needed' });
    const actor = { kind: 'staff', id: 'anna', roles: ['agent'] } as const;
    await handle({ requestId: 'r-1', command: { type: 'accept_identity' }, actor });
    expect(await verify('r-1')).toEqual({ outcome: 'accepted' });
  });

  it('accepts a non-member by the code alone', async () => {
    const { give, verify } = await fixture('non_member', false);
    await give({ type: 'confirm_email' });
    expect(await verify('r-1')).toEqual({ outcome: 'accepted' });
  });

  it('needs no data for a complaint or question, from whomever it comes', async () => {
    const { give, verify } = await fixture('member', false, ['complaint']);
    await give({ type: 'confirm_email' });
    expect(await verify('r-1')).toEqual({ outcome: 'no_data_needed' });
    expect(await verify('r-1')).toEqual({ outcome: 'no_data_needed' });
  });

  it('ends when the request was withdrawn', async () => {
    const { give, verify } = await fixture('member', true);
    await give({ type: 'confirm_email' });
    await give({ type: 'withdraw' });
    expect(await verify('r-1')).toEqual({ outcome: 'ended' });
    expect(lookedUp).toEqual([]);
  });

  it('is a fault without a request, or without a subject', async () => {
    const { give, verify, requests } = await fixture('member', true);
    await expect(verify('r-2')).rejects.toMatchObject({ name: 'RequestNotVerifiable' });
    await give({ type: 'confirm_email' });
    requests.erase('r-1', 'subject');
    await expect(verify('r-1')).rejects.toMatchObject({ name: 'RequestNotVerifiable' });
  });
});

describe('what a request may be searched by', () => {
  it('is nothing before the identity is verified, then the confirmed address and no more', async () => {
    const { give, verify, identifiers } = await fixture('member', true);
    const found = async () => (await identifiers.of('r-1')).reveal();
    expect(await found()).toEqual({});
    await give({ type: 'confirm_email' });
    expect(await found()).toEqual({});
    await verify('r-1');
    expect(await found()).toEqual({ email: ['mei@example.org'] });
    expect((await identifiers.of('unknown')).reveal()).toEqual({});
  });
});
