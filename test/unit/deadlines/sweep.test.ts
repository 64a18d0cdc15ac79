import { describe, expect, it } from 'vitest';
import { maxHandOuts, type SweepDependencies, sweep } from '../../../functions/deadlines/sweep.ts';
import { type Command, type Effect, keys, nextDue, type RequestState } from '../../../functions/requests/index.ts';
import { aDataSubject, anAgent, Story, submitted, theWorkflow, untilReview } from '../../support/a-request.ts';
import { FakeOutboxStore } from '../../support/fake-outbox-store.ts';

interface World {
  readonly dependencies: SweepDependencies;
  readonly commands: Command['type'][];
  readonly deleted: string[];
  readonly erased: string[];
  readonly restarted: string[];
  readonly postponed: string[];
  readonly failures: unknown[];
  readonly preserved: string[];
  isKept: boolean;
  lifted: number;
  desks: number;
  doneBefore: string | undefined;
  now: string;
}

/** A sweep over some requests and an outbox; what is due is worked out as the real index does. */
function world(
  states: readonly RequestState[],
  outbox = new FakeOutboxStore(),
  now = '2026-11-20T10:00:00.000Z',
): World {
  const [commands, deleted, restarted, postponed]: [Command['type'][], string[], string[], string[]] = [[], [], [], []];
  const failures: unknown[] = [];
  const preserved: string[] = [];
  const made: World = {
    commands,
    deleted,
    erased: [],
    restarted,
    postponed,
    failures,
    preserved,
    isKept: true,
    lifted: 0,
    desks: 0,
    doneBefore: '2026-11-01',
    now,
    dependencies: {
      due: {
        async *dueOn(date, until) {
          for (const state of states) {
            const due = nextDue(state);
            if (due?.startsWith(date) && due <= until) yield keys.stateKey(state.id);
          }
          for (const item of outbox.items.values()) {
            const key = item.kind === 'mail' ? keys.mailKey : keys.workKey;
            if (item.dueAt?.startsWith(date) && item.dueAt <= until) yield key(item.requestId, item.outboxId);
          }
        },
        readDoneBefore: async () => made.doneBefore,
        writeDoneBefore: async (date) => {
          made.doneBefore = date;
        },
        postpone: async (id, _version, until) => void postponed.push(`${id} ${until}`),
        settle: async () => undefined,
      },
      requests: {
        load: async (id: string) => states.find((state) => state.id === id),
      } as SweepDependencies['requests'],
      outbox,
      handle: async ({ requestId, command }) => {
        commands.push(command.type);
        const state = states.find(({ id }) => id === requestId);
        return state ? { ok: true, value: state } : { ok: false, refusal: { code: 'not_found' } };
      },
      restartIfLost: async (id) => {
        restarted.push(id);
        return true;
      },
      deleteExport: async (id, what) => {
        deleted.push(what === 'all' ? id : `${id} ${what}`);
      },
      eraseRecord: async ({ id }) => void made.erased.push(id),
      dailyDesk: async () => {
        made.desks++;
      },
      keepPreserved: async (id) => {
        preserved.push(id);
        return made.isKept;
      },
      liftHolds: async () => {
        made.lifted++;
      },
      now: () => made.now,
      remainingMs: () => Number.POSITIVE_INFINITY,
      report: (_item, error) => failures.push(error),
    },
  };
  return made;
}

const unconfirmed = {
  ...Story.of([submitted, aDataSubject]).known,
  confirmationRemindedAt: '2026-11-07T10:00:00.000Z',
};
const gathering = { ...Story.of(...untilReview.slice(0, 4)).known, id: 'request-2' };
const completed = Story.of(
  ...untilReview,
  [{ type: 'approve' }, anAgent],
  [{ type: 'record_package', packageId: '1', bytes: 1, expiresAt: '2026-11-16T10:00:00.000Z' }, theWorkflow],
).known;
const withdrawn = Story.of(...untilReview, [{ type: 'withdraw' }, aDataSubject]).known;

describe('what a law keeps after a refusal', () => {
  const refused = { ...withdrawn, preservation: { matter: 'm', until: '2026-11-15' } };

  it('is looked after, and deleted only once it is no longer kept', async () => {
    const kept = world([refused]);
    await sweep(kept.dependencies);
    expect([kept.preserved, kept.deleted]).toEqual([[refused.id], []]);
    // Its time seems over, and still it is kept.
    expect(kept.postponed).toEqual([`${refused.id} 2026-11-27T10:00:00.000Z`]);

    const ended = world([
      { ...refused, preservation: { ...refused.preservation, endedAt: '2026-11-16T00:00:00.000Z' } },
    ]);
    await sweep(ended.dependencies);
    expect([ended.preserved, ended.deleted]).toEqual([[], [refused.id]]);
  });

  it('is not due before its last day is over', async () => {
    const early = world([{ ...refused, preservation: { matter: 'm', until: '2026-11-20' } }]);
    await sweep(early.dependencies);
    expect([early.preserved, early.deleted]).toEqual([[], []]);
  });
});

describe('the sweep', () => {
  it('closes what was not confirmed in time', async () => {
    const { dependencies, commands } = world([unconfirmed]);
    expect(await sweep(dependencies)).toEqual({ handled: 1, failed: 0, complete: true });
    expect(commands).toEqual(['expire_confirmation']);
  });

  it('has who did not confirm reminded two days before', async () => {
    const { confirmationRemindedAt: _, ...unreminded } = unconfirmed;
    const { dependencies, commands } = world([unreminded], undefined, '2026-11-08T10:00:00.000Z');
    await sweep(dependencies);
    expect(commands).toEqual(['watch_deadline']);
  });

  it('leaves alone what is not due yet', async () => {
    const { dependencies, commands } = world([unconfirmed], undefined, '2026-11-08T10:00:00.000Z');
    await sweep(dependencies);
    expect(commands).toEqual([]);
  });

  it.each([
    ['completed and expired', completed],
    ['withdrawn with findings', withdrawn],
  ])('deletes the export of a request that is %s', async (_what, state) => {
    const { dependencies, commands, deleted } = world([state]);
    await sweep(dependencies);
    expect(deleted).toEqual([state.id]);
    expect(commands).toEqual(['delete_export']);
  });

  it('erases the record when its months are over, with what is left of the export, and goes on when it was cut short', async () => {
    const old = { ...completed, exportDeletedAt: '2026-11-17T00:00:00.000Z' };
    const early = world([old], undefined, '2029-11-02T23:59:59.999Z');
    await sweep(early.dependencies);
    const late = world([old, { ...withdrawn, id: 'request-3' }], undefined, '2029-11-03T00:00:00.000Z');
    await sweep(late.dependencies);
    expect([early.erased, late.erased, late.deleted, late.commands]).toEqual([[], ['request-3', old.id], [], []]);
    const begun = { ...old, recordErasedAt: '2029-11-03T00:00:00.000Z', changedAt: '2029-11-03T00:00:00.000Z' };
    const again = world([begun], undefined, '2029-11-03T01:00:00.000Z');
    await sweep(again.dependencies);
    expect(again.erased).toEqual([old.id]);
  });

  it('keeps a package that can still be downloaded, even if the index is behind', async () => {
    const { dependencies, deleted } = world([completed], undefined, '2026-11-16T09:00:00.000Z');
    const stale = {
      ...dependencies.due,
      dueOn: async function* () {
        yield keys.stateKey(completed.id);
      },
    };
    await sweep({ ...dependencies, due: stale });
    expect(deleted).toEqual([]);
  });

  it('restarts a workflow that has not moved', async () => {
    const { dependencies, restarted } = world([gathering]);
    await sweep(dependencies);
    expect(restarted).toEqual([gathering.id]);
  });

  it('looks again in an hour at a workflow that is slow but not lost', async () => {
    const { dependencies, postponed } = world([gathering]);
    await sweep({ ...dependencies, restartIfLost: async () => false });
    expect(postponed).toEqual([`${gathering.id} 2026-11-20T11:00:00.000Z`]);
  });

  it('does not look at a request that waits for a person while its answer is not due soon', async () => {
    const { dependencies, restarted, commands } = world([Story.of(...untilReview).known]);
    await sweep(dependencies);
    expect([...restarted, ...commands]).toEqual([]);
  });

  it('looks at the deadline of a request that waits for a person from a week before it is due', async () => {
    const { dependencies, commands } = world([Story.of(...untilReview).known], undefined, '2026-11-25T00:00:00.000Z');
    await sweep(dependencies);
    expect(commands).toEqual(['watch_deadline']);
  });

  it('hands out again what nobody carried out, less and less often, and gives up for staff to see', async () => {
    const outbox = new FakeOutboxStore();
    const mail: Effect = { kind: 'mail', outboxId: '00000002-receipt', milestone: 'receipt' };
    outbox.put('request-1', mail, '2026-11-02T10:00:00.000Z');
    const made = world([], outbox, '2026-11-02T10:05:00.000Z');
    const dueDates: (string | undefined)[] = [];
    for (let run = 0; run <= maxHandOuts; run++) {
      await sweep(made.dependencies);
      const item = [...outbox.items.values()][0];
      dueDates.push(item?.dueAt);
      made.now = item?.dueAt ?? made.now;
    }
    expect(dueDates).toEqual([
      '2026-11-02T10:10:00.000Z',
      '2026-11-02T10:20:00.000Z',
      '2026-11-02T10:40:00.000Z',
      '2026-11-02T11:20:00.000Z',
      '2026-11-02T12:40:00.000Z',
      undefined,
    ]);
    expect(await outbox.findMail('request-1', mail.outboxId)).toMatchObject({
      status: 'failed',
      error: 'never_carried_out',
    });
  });

  it('does not give up on a mail because the mail service takes no more today', async () => {
    const outbox = new FakeOutboxStore();
    outbox.put('request-1', { kind: 'mail', outboxId: '2-receipt', milestone: 'receipt' }, '2026-11-02T10:00:00.000Z');
    const ref = { requestId: 'request-1', kind: 'mail', outboxId: '2-receipt' } as const;
    const made = world([], outbox);
    for (let run = 0; run < 3 * maxHandOuts; run++) {
      await outbox.settle(ref, { status: 'pending', dueAt: made.now, error: 'throttled' });
      await sweep(made.dependencies);
    }
    expect(await outbox.findMail('request-1', '2-receipt')).toMatchObject({ status: 'pending' });
  });

  it('one item that fails does not hold back the others, and its day stays open', async () => {
    const made = world([gathering, unconfirmed]);
    const restartIfLost = async () => {
      throw new Error('Step Functions is away');
    };
    expect(await sweep({ ...made.dependencies, restartIfLost })).toEqual({ handled: 1, failed: 1, complete: true });
    expect(made.commands).toEqual(['expire_confirmation']);
    expect(made.failures).toHaveLength(1);
    expect(made.doneBefore).toBe('2026-11-02');
  });

  it('makes up for missed days', async () => {
    const made = world([unconfirmed], undefined, '2027-03-01T10:00:00.000Z');
    await sweep(made.dependencies);
    expect(made.commands).toEqual(['expire_confirmation']);
    expect(made.doneBefore).toBe('2027-02-28');
  });

  it('stops before the platform stops it, and the next run goes on', async () => {
    const made = world([unconfirmed, gathering]);
    expect(await sweep({ ...made.dependencies, remainingMs: () => 5_000 })).toEqual({
      handled: 0,
      failed: 0,
      complete: false,
    });
    expect([made.doneBefore, made.desks]).toEqual(['2026-11-01', 1]);
    expect((await sweep(made.dependencies)).handled).toBe(2);
  });

  it('keeps what leads to the rest while a legal hold keeps the rest, and looks whether holds have ended', async () => {
    const kept = {
      ...completed,
      status: 'partly_completed',
      erasing: {
        from: completed.receivedAt,
        collections: { 'trade.orders': { outcome: 'erased', deleted: 0, changed: 0, kept: 0, held: 1 } },
      },
    } as const;
    const made = world([kept]);
    await sweep(made.dependencies);
    expect(made.deleted).toEqual([`${kept.id} package`]);
    expect(made.lifted).toBe(1);
  });
});
