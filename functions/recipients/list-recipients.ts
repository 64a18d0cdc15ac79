import type { ListedRecipients } from '../../workflows/fulfil-request/contract.ts';
import { asksForDeletion, grantedRights, type HandleCommand, type RequestStore } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { type Telling, whatToTell } from './what-to-tell.ts';

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
    const rights = grantedRights(state);
    if (!asksForDeletion(rights) && !rights.includes('restriction') && !state.changes) return { recipients: [] };
    const tellings = whatToTell(organisation, state);
    const takes = ({ recipient: { endpoint }, types }: Telling) =>
      types.every((type) => endpoint?.takes.includes(type));
    const byRequest = tellings.filter(takes).map(({ recipient }) => recipient.key);
    const byHand = tellings.filter((telling) => !takes(telling)).map(({ recipient }) => recipient.key);
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
