import type { FindingsView } from '../../functions/console/review-views.ts';
import type { RequestState } from '../../functions/requests/index.ts';
import { type Answer, acceptRedactions } from '../support/journey.ts';
import type { Correction } from './profiles.ts';
import type { Surroundings } from './surroundings.ts';

/** Staff who meet an error press again; not for ever. */
const patience = 10;

const order = ['in_review', 'awaiting_approval', 'fulfilling', 'completed', 'partly_completed'];

export function reached(
  state: RequestState | undefined,
  status: 'in_review' | 'awaiting_approval' | 'completed',
): boolean {
  if (state?.parked) throw new Error(`${state.id} is parked: ${JSON.stringify(state.parked)}`);
  return order.indexOf(state?.status ?? '') >= order.indexOf(status);
}

/** Staff approve, and again when the console shows an error. */
export async function approveAgain(
  { agent, approver, clock, stateOf }: Surroundings,
  id: string,
  type: 'approve' | 'approve_answer',
): Promise<void> {
  const staff = await (type === 'approve' ? agent() : approver());
  for (let time = 1; time <= patience; time++) {
    const state = await stateOf(id);
    const after = type === 'approve' && state.erasure ? 'awaiting_approval' : 'fulfilling';
    if (order.indexOf(state.status) >= order.indexOf(after)) return;
    const command = { type, expectedVersion: state.version };
    const answer = await clock.act(() => staff.call('POST', `/requests/${id}/commands`, command));
    if (answer.status === 422) {
      await clock
        .act(() => acceptRedactions(staff, id))
        .catch((error: unknown) => {
          // After a crash in between the next try goes on.
          if (!(error instanceof Error && /^(409|5\d\d) /.test(error.message))) throw error;
        });
      continue;
    }
    if (!mayHelpAgain(answer, type)) return;
  }
  throw new Error(`${id} can't be approved`);
}

/** Staff accept every correction as asked, and again when the console shows an error. */
export async function decideAgain(
  surroundings: Surroundings,
  id: string,
  corrections: readonly Correction[],
): Promise<void> {
  for (const [index, correction] of corrections.entries())
    await acceptAgain(surroundings, id, `c${index + 1}`, correction);
}

async function acceptAgain(
  { agent, clock, stateOf }: Surroundings,
  id: string,
  change: string,
  { collection, field, correct }: Correction,
): Promise<void> {
  for (let time = 1; time <= patience; time++) {
    const known = (await stateOf(id)).changes?.find((one) => one.id === change);
    if (known?.decision !== undefined) return;
    const staff = await agent();
    const source = `/requests/${id}/collections/${collection}/findings`;
    const read = await clock.act(() => staff.call<FindingsView>('GET', source));
    if (mayHelpAgain(read, `reading ${collection}`)) continue;
    const finding = read.body.findings.find(({ fields }) => typeof fields[field] === 'string')?.id;
    // Reading was an event: what is decided is what is on screen now.
    const { version: expectedVersion } = await stateOf(id);
    const decision = { type: 'correct', collection, finding, field, value: correct, expectedVersion };
    const decided = await clock.act(() => staff.call('POST', `/requests/${id}/changes/${change}`, decision));
    if (!mayHelpAgain(decided, `deciding ${change}`)) return;
  }
  throw new Error(`${change} of ${id} can't be decided`);
}

/** After a crash, or when something else happened meanwhile. */
function mayHelpAgain({ status, body }: Answer<unknown>, what: string): boolean {
  if (status === 200) return false;
  if (status >= 500 || status === 409) return true;
  throw new Error(`${status} for ${what}: ${JSON.stringify(body)}`);
}
