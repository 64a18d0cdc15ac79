import type { VerifyIdentityResult } from '../../workflows/privacy-request/contract.ts';
import {
  closedStatuses,
  type HandleCommand,
  isAnsweredInWords,
  type RequestState,
  type RequestStore,
  subjectItem,
  subjectSchema,
} from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';
import type { AccountDirectory } from './account-directory.ts';

export interface VerifyIdentityDependencies {
  readonly requests: RequestStore;
  readonly accounts: AccountDirectory;
  readonly handle: HandleCommand;
}

/**
 * Decides who is asking, once the address was confirmed by a code: looks the address up among those on record and
 * notes on the request whether it is there. Called again it answers from what was decided, without looking again.
 *
 * @throws Error named `RequestNotVerifiable` when there is no such request, or its subject was erased
 */
export function identityVerifier({ requests, accounts, handle }: VerifyIdentityDependencies) {
  return async (requestId: string): Promise<VerifyIdentityResult> => {
    const state = await requests.load(requestId);
    if (!state) throw new RequestNotVerifiable(`there is no request ${requestId}`);
    const decided = outcomeOf(state);
    if (decided) return { outcome: decided };

    const sealed = await requests.readSealed(requestId, subjectItem);
    if (!sealed) throw new RequestNotVerifiable(`request ${requestId} has no subject`);
    const { email } = subjectSchema.parse(sealed.reveal());
    const onRecord = await accounts.hasAccount(new Sensitive(email));
    const recorded = await handle({
      requestId,
      command: { type: 'match_account', account: onRecord ? 'on_record' : 'not_on_record' },
      actor: { kind: 'system', part: 'verify-identity' },
    });
    // Refused means that it ended meanwhile: withdrawn, for one.
    return { outcome: recorded.ok ? (outcomeOf(recorded.value) ?? 'ended') : 'ended' };
  };
}

export type VerifyIdentity = ReturnType<typeof identityVerifier>;

function outcomeOf(state: RequestState): VerifyIdentityResult['outcome'] | undefined {
  if (closedStatuses.has(state.status)) return 'ended';
  if (state.identity) return isAnsweredInWords(state.rights) ? 'no_data_needed' : 'accepted';
  return state.identityQuestion ? 'staff_needed' : undefined;
}

/** The workflow runs for a request that can't be verified; retrying does not help. */
export class RequestNotVerifiable extends Error {
  override readonly name = 'RequestNotVerifiable';
}
