import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { recordEraser } from '../../../functions/deadlines/erase-record.ts';
import { dynamoHoldStore, holdChanger } from '../../../functions/holds/index.ts';
import {
  commandHandler,
  dynamoDueIndex,
  dynamoOutboxStore,
  dynamoRecordRemains,
  dynamoRequestStore,
  firstTamperedEvent,
  keys,
} from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { compileOrganisation } from '../../../policy/compiler/index.ts';
import { aDataSubject, anAsk } from '../../support/a-request.ts';
import { CallFaults } from '../../support/call-faults.ts';
import type { RequestsTables } from '../../support/requests-table.ts';

const compiled = compileOrganisation('policy/ferronex');
if (!compiled.ok) throw new Error('policy/ferronex does not compile');
const { dataMap } = compiled.value;

const id = 'request-1';
const reviewOn = '2031-01-01';
/** Withdrawn on 2 November 2026 in Dublin, kept for 36 months. */
const lastMoment = '2029-11-02T23:59:59.999Z';
const over = '2029-11-03T00:00:00.000Z';

/** The end of a request's record, in the requests table. */
export function eraseRecordCases(running: () => RequestsTables): void {
  it('erases what lies beside the events once the months are over, wherever it is cut short', async () => {
    for (let call = 1, met = true; met; call++) {
      for (const when of ['before', 'after'] as const) {
        const world = await withdrawnRequest();
        world.clock.now = over;
        world.faults.arm(call, when);
        await world.erase().catch((error: unknown) => expect(error).toMatchObject({ name: 'ConnectionLost' }));
        met = !world.faults.isArmed;
        world.faults.disarm();
        // The sweep comes again until nothing is due.
        for (let run = 0; run < 2 && (await world.due()).length > 0; run++) await world.erase();

        expect(await world.due()).toEqual([]);
        expect(await world.kinds()).toEqual(['EVENT', 'STATE']);
        const state = await world.requests.load(id);
        if (!state) throw new Error('the state is gone');
        const history = await world.requests.history(id);
        expect(firstTamperedEvent(history, state)).toBeUndefined();
        expect(history.map(({ event }) => event.type).slice(-2)).toEqual(['RequestWithdrawn', 'RecordErased']);
        expect(await world.requests.idOfReference(anAsk.reference)).toBeUndefined();
        expect(await world.requests.ofSubject(anAsk.subjectKey)).toEqual([]);
        expect((await world.requests.queue('closed', { limit: 9 })).requests).toEqual([]);
        expect(await world.outbox.failedMails(9)).toEqual([]);
        expect(world.exportsDeleted).toBeGreaterThan(0);
      }
      if (call > 100) throw new Error('it never ends');
    }
  });

  it('keeps it until then, and while a legal hold may cover the data subject', async () => {
    // More than is deleted at once.
    const world = await withdrawnRequest(60);
    const before = await world.kinds();
    world.clock.now = lastMoment;
    await world.erase();
    expect(await world.kinds()).toEqual(before);

    world.clock.now = over;
    const holds = holdChanger({ holds: world.holds, now: () => world.clock.now });
    const legal = { kind: 'staff', id: 'lena', roles: ['legal'] } as const;
    const words = new Sensitive({ name: 'Dispute', owner: 'Lena', reason: 'A lawsuit' });
    const scopes = [{ subjectKey: anAsk.subjectKey }];
    await holds.place({ matter: 'm-1', scopes, reviewOn, words, actor: legal });
    await world.erase();
    expect(await world.kinds()).toEqual(before);
    expect(await world.dueAt()).toBe('2029-11-10T00:00:00.000Z');

    await holds.proposeRelease({ matter: 'm-1', words: new Sensitive({ reason: 'Settled' }), actor: legal });
    await holds.release({ matter: 'm-1', actor: { ...legal, id: 'otto' } });
    world.clock.now = '2029-11-10T00:00:00.000Z';
    await world.erase();
    expect(await world.kinds()).toEqual(['EVENT', 'STATE']);
  });

  it('writes the event only while the register of holds is as it was read', async () => {
    const world = await withdrawnRequest();
    world.clock.now = over;
    const { version } = await world.holds.register();
    const legal = { kind: 'staff', id: 'lena', roles: ['legal'] } as const;
    const words = new Sensitive({ name: 'Dispute', owner: 'Lena', reason: 'A lawsuit' });
    const scopes = [{ subjectKey: anAsk.subjectKey }];
    await holdChanger({ holds: world.holds, now: () => world.clock.now }).place({
      matter: 'm-1',
      scopes,
      reviewOn,
      words,
      actor: legal,
    });
    expect(
      await world.handle({
        requestId: id,
        command: { type: 'erase_record' },
        actor: { kind: 'system', part: 'sweep' },
        holdsVersion: version,
      }),
    ).toEqual({ ok: false, refusal: { code: 'holds_changed' } });
    expect((await world.requests.load(id))?.recordErasedAt).toBeUndefined();
  });

  /** A request that was withdrawn, with everything that can lie beside it. */
  async function withdrawnRequest(sealed = 1) {
    const { client } = running();
    const table = await running().make();
    const faults = new CallFaults();
    const watched = faults.watch(client, 'send');
    const requests = dynamoRequestStore(watched, table);
    const dueIndex = dynamoDueIndex(watched, table);
    const holds = dynamoHoldStore(watched, table);
    const outbox = dynamoOutboxStore(watched, table);
    const clock = { now: '2026-11-02T10:00:00.000Z' };
    const handle = commandHandler({ requests, now: () => clock.now });
    const made = {
      requests,
      holds,
      outbox,
      faults,
      clock,
      handle,
      exportsDeleted: 0,

      async erase(): Promise<void> {
        const erase = recordEraser({
          holds,
          handle,
          remains: dynamoRecordRemains(watched, table),
          due: dueIndex,
          deleteExport: async () => {
            made.exportsDeleted++;
          },
          dataMap,
          now: () => clock.now,
        });
        const state = await requests.load(id);
        if (state) await erase(state);
      },

      /** What the sweep would find of the request now. */
      async due(): Promise<string[]> {
        const found: string[] = [];
        for (const date of ['2026-11-02', '2029-11-03', '2029-11-10'])
          for await (const { sk } of dueIndex.dueOn(date, clock.now)) found.push(sk);
        return found;
      },

      async dueAt(): Promise<string | undefined> {
        const [state] = (await items()).filter(({ sk }) => sk === 'STATE');
        return String(state?.dueSk).split('#')[0];
      },

      /** What is kept beside the request, by the first word of its key. */
      async kinds(): Promise<string[]> {
        return [...new Set((await items()).map(({ sk }) => String(sk).split('#')[0] ?? ''))].sort();
      },
    };

    async function items() {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.requestPk(id) },
        }),
      );
      return Items;
    }

    const submitted = await handle({
      requestId: id,
      command: { type: 'submit', ask: anAsk },
      actor: aDataSubject,
      sealed: [{ name: 'subject', value: new Sensitive({ email: 'mei@example.org' }) }],
    });
    const confirmed = await handle({ requestId: id, command: { type: 'confirm_email' }, actor: aDataSubject });
    const notes = Array.from({ length: sealed }, (_, n) => ({ name: `note-${n}`, value: new Sensitive('words') }));
    const withdrawn = await handle({
      requestId: id,
      command: { type: 'withdraw' },
      actor: aDataSubject,
      sealed: notes,
    });
    expect([submitted.ok, confirmed.ok, withdrawn.ok]).toEqual([true, true, true]);
    for (const { outboxId } of await outbox.mails(id))
      await outbox.settle(
        { requestId: id, kind: 'mail', outboxId },
        { status: 'failed', at: clock.now, error: 'rejected' },
      );
    expect(await made.kinds()).toEqual(['EVENT', 'OUTBOX', 'SEALED', 'STATE']);
    return made;
  }
}
