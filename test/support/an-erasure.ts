import {
  type Actor,
  type Ask,
  type Command,
  commandHandler,
  type RequestState,
  type RequestStore,
  requestSubmitter,
  type SealedItem,
} from '../../functions/requests/index.ts';
import { Sensitive } from '../../functions/shared/sensitive.ts';
import { aDataSubject, anAgent, anApprover, anAsk, theWorkflow } from './a-request.ts';

export interface ErasingRequest {
  readonly id: string;
  readonly state: RequestState;
}

export interface Erased {
  readonly id?: string;
  readonly email?: string;
  /** Where the story stops; by default once erasing has begun and is planned. */
  readonly until?: 'waiting_period' | 'started';
  /** Records that gathering found in each collection; 1 by default. */
  readonly count?: number;
  /** Collections in which gathering found nothing. */
  readonly nothingIn?: readonly string[];
  /** Asked about; all by default. */
  readonly categories?: readonly string[];
  readonly period?: { readonly from?: string; readonly to?: string };
  /** What is asked for instead of a deletion. */
  readonly ask?: Partial<Ask>;
  /** What staff decide before they approve. */
  readonly decided?: readonly { readonly command: Command; readonly sealed: readonly SealedItem[] }[];
}

/** A deletion that a member asked for and two people approved, its waiting period over, with these collections to erase. */
export async function erasingRequest(
  requests: RequestStore,
  collections: readonly string[],
  {
    id = 'request-1',
    email = 'ada@example.org',
    until,
    count = 1,
    nothingIn = [],
    period,
    categories = [],
    ask: asked,
    decided: decisions = [],
  }: Erased = {},
): Promise<ErasingRequest> {
  const decided = '2026-11-03T10:00:00.000Z';
  const over = '2026-11-18T10:00:00.000Z';
  const submit = requestSubmitter({
    requests,
    now: () => '2026-11-02T10:00:00.000Z',
    newId: () => id,
    randomBytes: (size) => Buffer.from(id.padEnd(size, '.')).subarray(0, size),
  });
  const { reference: _, ...ask } = anAsk;
  const submitted = await submit({
    ask: {
      ...ask,
      rights: ['deletion'],
      erasure: { waitingDays: 14 },
      categories,
      ...(period ? { period } : {}),
      ...asked,
    },
    subject: new Sensitive({ email }),
    formHash: id,
  });
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  let { value: state } = submitted;

  const give = async (
    command: Command,
    actor: Actor,
    now = decided,
    sealed: readonly SealedItem[] = [],
  ): Promise<void> => {
    const given = await commandHandler({ requests, now: () => now })({ requestId: id, command, actor, sealed });
    if (!given.ok) throw new Error(`${command.type}: ${JSON.stringify(given.refusal)}`);
    state = given.value;
  };
  await give({ type: 'confirm_email' }, aDataSubject);
  await give({ type: 'match_account', account: 'on_record' }, theWorkflow);
  await give({ type: 'plan_gathering', collections: [...collections, ...nothingIn] }, theWorkflow);
  for (const collection of collections)
    await give({ type: 'record_collection', collection, gathering: 1, outcome: 'found', count }, theWorkflow);
  for (const collection of nothingIn)
    await give({ type: 'record_collection', collection, gathering: 1, outcome: 'nothing', count: 0 }, theWorkflow);
  await give({ type: 'finish_gathering' }, theWorkflow);
  for (const { command, sealed } of decisions) await give(command, anAgent, decided, sealed);
  await give({ type: 'approve' }, anAgent);
  await give({ type: 'approve_answer' }, anApprover);
  if (until === 'waiting_period') return { id, state };
  await give({ type: 'start_erasure' }, theWorkflow, over);
  if (until === 'started') return { id, state };
  await give({ type: 'plan_erasure', collections }, theWorkflow, over);
  return { id, state };
}
