import { describe, expect, it } from 'vitest';
import { personAwaiter } from '../../../functions/requests/await-person.ts';
import { workDispatcher } from '../../../functions/requests/dispatch-work.ts';
import type { Effect, RequestState, RequestStore, WorkflowRuns } from '../../../functions/requests/index.ts';
import { Sensitive } from '../../../functions/shared/sensitive.ts';
import { anAgent, Story, untilReview } from '../../support/a-request.ts';
import { FakeOutboxStore } from '../../support/fake-outbox-store.ts';
import { FakeWaitStore } from '../../support/fake-wait-store.ts';

class FakeRuns implements WorkflowRuns {
  readonly started: number[] = [];
  readonly resumed: string[] = [];
  readonly waiting = new Set<string>();
  running = true;

  async start(_requestId: string, attempt: number): Promise<void> {
    this.started.push(attempt);
  }

  async resume(token: Sensitive<string>): Promise<'resumed' | 'gone'> {
    if (!this.waiting.delete(token.reveal())) return 'gone';
    this.resumed.push(token.reveal());
    return 'resumed';
  }

  async isRunning(): Promise<boolean> {
    return this.running;
  }
}

const resumeReview: Effect = { kind: 'work', outboxId: 'w', work: { type: 'resume_workflow', wait: 'review' } };

function setUp(state: RequestState, effect: Effect) {
  const [outbox, waits, runs] = [new FakeOutboxStore(), new FakeWaitStore(), new FakeRuns()];
  outbox.put(state.id, effect, '2026-11-02T10:00:00.000Z');
  const requests = { load: async () => state } as unknown as RequestStore;
  const commands: string[] = [];
  const dispatch = workDispatcher({
    requests,
    outbox,
    waits,
    runs,
    handle: async ({ command }) => {
      commands.push(command.type);
      return { ok: true, value: state };
    },
    now: () => '2026-11-02T10:00:01.000Z',
  });
  const awaitPerson = personAwaiter({ requests, waits, runs });
  return { dispatch, awaitPerson, outbox, waits, runs, commands, run: () => dispatch(state.id, effect.outboxId) };
}

const inReview = Story.of(...untilReview).known;
const approved = Story.of(...untilReview, [{ type: 'approve' }, anAgent]).known;
const token = new Sensitive('token-1');

describe('work from the outbox', () => {
  it('starts the workflow, once', async () => {
    const { run, runs, outbox } = setUp(approved, {
      kind: 'work',
      outboxId: 'w',
      work: { type: 'start_workflow', attempt: 1 },
    });
    await run();
    await run();
    expect(runs.started).toEqual([1]);
    expect(await outbox.findWork(approved.id, 'w')).toMatchObject({ status: 'done' });
  });

  it('resumes the workflow that waits, and forgets the token', async () => {
    const { run, runs, waits } = setUp(approved, resumeReview);
    runs.waiting.add('token-1');
    await waits.put(approved.id, 'review', token);
    await run();
    expect(runs.resumed).toEqual(['token-1']);
    expect(waits.tokens.size).toBe(0);
  });

  it('starts the next attempt when nobody waits and the workflow is lost', async () => {
    const { run, runs, commands } = setUp(approved, resumeReview);
    runs.running = false;
    await run();
    expect(commands).toEqual(['restart_workflow']);
  });

  it('leaves a running workflow alone: it will register its wait and see the decision', async () => {
    const { run, commands } = setUp(approved, resumeReview);
    await run();
    expect(commands).toEqual([]);
  });

  it('stays pending when it could not be carried out', async () => {
    const { run, runs, outbox } = setUp(approved, {
      kind: 'work',
      outboxId: 'w',
      work: { type: 'start_workflow', attempt: 1 },
    });
    runs.start = async () => {
      throw new Error('Step Functions is away');
    };
    await expect(run()).rejects.toThrow();
    expect(await outbox.findWork(approved.id, 'w')).toMatchObject({ status: 'pending' });
  });
});

describe('waiting for a person', () => {
  it('keeps the token while there is something to wait for', async () => {
    const { awaitPerson, waits, runs } = setUp(inReview, resumeReview);
    runs.waiting.add('token-1');
    await awaitPerson(inReview.id, 'review', token);
    expect((await waits.find(inReview.id, 'review'))?.reveal()).toBe('token-1');
    expect(runs.resumed).toEqual([]);
  });

  it('does not wait when the decision was faster', async () => {
    const { awaitPerson, waits, runs } = setUp(approved, resumeReview);
    runs.waiting.add('token-1');
    await awaitPerson(approved.id, 'review', token);
    expect(runs.resumed).toEqual(['token-1']);
    expect(waits.tokens.size).toBe(0);
  });
});
