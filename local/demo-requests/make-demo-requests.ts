import { asksForCopy } from '../../functions/requests/index.ts';
import {
  type Ask,
  acceptRedactions,
  askForData,
  codeFor,
  confirm,
  mailsTo,
  placeHold,
  type Site,
  type Staff,
  signInStaff,
  track,
  untilRequest,
  untilStatus,
  untilTold,
  withdraw,
} from './journey.ts';
import type { Progress, ProgressFile } from './progress.file.ts';
import type { PutBackClock } from './put-back-clock.ts';
import type { Step, Story } from './stories.ts';

export interface DemoRequestOptions {
  readonly stories: readonly Story[];
  readonly site: Site;
  readonly clock: PutBackClock;
  /** Milliseconds since the epoch, by the demo clock. */
  readonly now: () => number;
  /** Physical name of a function. */
  readonly functionNamed: (name: string) => string;
  /** Lets the sweep run once. */
  readonly sweep: () => Promise<unknown>;
  readonly progress: ProgressFile;
  readonly stop: AbortSignal;
}

const day = 86_400_000;
const holdName = 'Supplier dispute';

/**
 * Makes the requests that are not there yet, in the order of time: by the pages, mails and the console's API, with the clock put
 * back. What an earlier process left undone is gone on with. Rejects when a step can't be done, or when it is told to stop.
 */
export async function makeDemoRequests(options: DemoRequestOptions): Promise<void> {
  const { stories, site, clock, progress, sweep, stop } = options;
  const signedIn = new Map<string, Promise<Staff>>();
  const steps = stories
    .flatMap((story) => story.steps.map((step, index) => ({ story, step, key: `${story.name}/${index}` })))
    .sort((a, b) => b.step.daysAgo - a.step.daysAgo);
  const note = (change: Partial<Progress>) => progress.write({ ...progress.read(), ...change });

  let today = (steps[0]?.step.daysAgo ?? 0) + 1;
  for (const { story, step, key } of steps) {
    const isDone = progress.read().done.includes(key);
    // Time passes day by day, and the sweep looks after what is due on the way.
    while (today > step.daysAgo) {
      today -= 1;
      if (!isDone) await clock.during(today * day, isEarlier, sweep);
    }
    if (isDone) continue;
    stop.throwIfAborted();
    await clock.during(step.daysAgo * day, isEarlier, () => take(story, step));
    note({ done: [...progress.read().done, key] });
  }
  note({ complete: true });

  async function isEarlier(requestId: string): Promise<boolean> {
    const auditor = await staff('auditor');
    // A busy machine may answer that it is busy, which says nothing of the request.
    for (;;) {
      stop.throwIfAborted();
      const { status, body } = await auditor.call<{ receivedAt: string }>('GET', `/requests/${requestId}`);
      if (status === 200) return Date.parse(body.receivedAt) < progress.read().startedAt;
      if (status < 429) return false;
    }
  }

  function staff(id: string): Promise<Staff> {
    const known = signedIn.get(id) ?? signInStaff(site, id);
    signedIn.set(id, known);
    return known;
  }

  async function take(story: Story, step: Step): Promise<void> {
    const { ask } = story;
    if (step.do === 'ask') return makeRequest(story, step);
    if (step.do === 'place_hold') return hold(await staff(step.by), ask.email);

    const id = progress.read().requests[story.name];
    if (id === undefined) throw new Error(`${story.name}: asked for in vain`);
    if (step.do === 'withdraw') {
      const { reference, status } = await (await staff('auditor')).request(id);
      if (status === 'withdrawn') return;
      const { member } = await track(site, { ...ask, reference });
      await withdraw(member);
      return untilTold(site, id, 'withdrawn');
    }
    if (step.do === 'wait_for_deletion') return untilTold(site, id, 'deletion_done');
    const person = await staff(step.by);
    switch (step.do) {
      case 'assign':
        return give(person, id, { type: 'assign', assignee: step.by });
      case 'approve':
        if ((await person.request(id)).status === 'in_review') await acceptRedactions(person, id);
        await give(person, id, { type: 'approve' });
        await untilStatus(person, id, 'completed');
        return untilTold(site, id, asksForCopy(ask.rights ?? ['access']) ? 'access_ready' : 'choices_noted');
      case 'take_down': {
        const { status, version } = await person.request(id);
        if (status === 'in_review') {
          const decision = { type: 'take_down', extent: 'listing', expectedVersion: version };
          await person.call('POST', `/requests/${id}/changes/l1`, decision);
          await give(person, id, { type: 'approve' });
        }
        return untilTold(site, id, 'listing_taken_down');
      }
      case 'answer_complaint':
        if ((await person.request(id)).status === 'in_review')
          await give(person, id, { type: 'answer_complaint', words: step.words });
        return untilTold(site, id, 'complaint_answered');
      case 'propose_deletion':
        if ((await person.request(id)).status === 'in_review') await acceptRedactions(person, id);
        await give(person, id, { type: 'approve' });
        await untilRequest(person, id, 'waits for approval', ({ status }) => status !== 'in_review');
        return;
      case 'approve_deletion':
        await give(person, id, { type: 'approve_answer' });
        return untilTold(site, id, 'deletion_scheduled');
      case 'propose_refusal': {
        if ((await person.request(id)).status !== 'in_review') return;
        const { reason, words } = step;
        return give(person, id, { type: 'propose_refusal', reason, words });
      }
      case 'approve_refusal':
        await give(person, id, { type: 'approve_refusal' });
        return untilTold(site, id, 'refusal');
    }
  }

  async function makeRequest({ name, ask }: Story, step: Step & { readonly do: 'ask' }): Promise<void> {
    const auditor = await staff('auditor');
    let id = progress.read().requests[name];
    const asked = id === undefined ? undefined : (await auditor.request(id)).status;
    if (id === undefined || (asked === 'awaiting_confirmation' && !step.unconfirmed)) {
      const { member } = await askForData(site, ask);
      id = await idOfNewest(site, ask, member.earlierCodes);
      note({ requests: { ...progress.read().requests, [name]: id } });
      if (!step.unconfirmed) {
        const requestId = id;
        const { whileBroken } = step;
        const carryOn = async () => {
          await confirm(site, member);
          await untilStaffNeeded(requestId);
        };
        if (whileBroken === undefined) return carryOn();
        const { function: of, error: errorType } = whileBroken;
        return clock.brokenDown({ functionName: options.functionNamed(of), requestId, errorType }, carryOn);
      }
    }
    if (!step.unconfirmed) await untilStaffNeeded(id);
  }

  async function untilStaffNeeded(id: string): Promise<void> {
    await untilRequest(
      await staff('auditor'),
      id,
      'waits for staff or is done',
      ({ waitingOn }) => waitingOn === 'staff' || waitingOn === 'nobody',
    );
  }

  async function hold(person: Staff, email: string): Promise<void> {
    const { body } = await person.call<{ holds: readonly { name: string }[] }>('GET', '/holds');
    if (body.holds.some(({ name }) => name === holdName)) return;
    await placeHold(person, { email }, new Date(options.now()));
  }
}

async function idOfNewest(site: Site, { email }: Ask, earlierCodes: number): Promise<string> {
  await codeFor(site, email, 'confirmation_code', earlierCodes);
  const mail = (await mailsTo(site, email, 'confirmation_code')).at(-1);
  if (!mail) throw new Error('the mail is gone');
  return mail.requestId;
}

async function give(staff: Staff, id: string, command: Parameters<Staff['command']>[1]): Promise<void> {
  const { status, body } = await staff.command(id, command);
  if (status !== 200) throw new Error(`${status} for ${command.type}: ${JSON.stringify(body)}`);
}
