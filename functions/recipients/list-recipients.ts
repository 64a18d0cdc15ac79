import type { ListedRecipients } from '../../workflows/fulfil-request/contract.ts';
import { deletionAnswer, recipientsOf, recipientsOfChanges } from '../messages/index.ts';
import { asksForDeletion, type HandleCommand, type RequestStore } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';

export interface ListDependencies {
  readonly organisation: Organisation;
  readonly requests: Pick<RequestStore, 'load'>;
  readonly handle: HandleCommand;
}

/**
 * Writes to the request who may have received what was erased, corrected or taken down, by the categories of which
 * something was changed, or what is restricted (GDPR Art. 19), and answers those that are still to be told by a request.
 * While a collection is not erased, nobody is.
 */
export function recipientLister({ organisation, requests, handle }: ListDependencies) {
  return async (requestId: string): Promise<ListedRecipients> => {
    const state = await requests.load(requestId);
    if (state?.status !== 'fulfilling') return { recipients: [] };
    const deletes = asksForDeletion(state.rights);
    const restricts = state.rights.includes('restriction');
    if (!deletes && !restricts && !state.changes) return { recipients: [] };
    const erased = deletes ? recipientsOf(organisation, deletionAnswer(organisation, state)) : [];
    const changed = recipientsOfChanges(organisation, state, state.erasing?.startedAt);
    const restricted = restricts ? organisation.recipients : [];
    // A request to erase would be wrong for what was only corrected or restricted: staff tell of that.
    const byRequest = erased.filter(({ endpoint }) => endpoint).map(({ key }) => key);
    const byHand = [...new Set([...erased, ...changed, ...restricted])]
      .map(({ key }) => key)
      .filter((key) => !byRequest.includes(key));
    const listed = await handle({
      requestId,
      actor: { kind: 'system', part: 'recipients' },
      command: { type: 'list_recipients', byRequest, byHand },
    });
    if (!listed.ok) return { recipients: [] };
    const notices = Object.entries(listed.value.erasing?.recipients ?? {});
    return { recipients: notices.filter(([, { outcome }]) => outcome === 'waiting').map(([key]) => key) };
  };
}

export type ListRecipients = ReturnType<typeof recipientLister>;
