import type { ListedRecipients } from '../../workflows/fulfil-request/contract.ts';
import { deletionAnswer, recipientsOf } from '../messages/index.ts';
import type { HandleCommand, RequestStore } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';

export interface ListDependencies {
  readonly organisation: Organisation;
  readonly requests: Pick<RequestStore, 'load'>;
  readonly handle: HandleCommand;
}

/**
 * Writes to the request who may have received what was erased, by the categories of which something went (GDPR Art. 19),
 * and answers those that are still to be told by a request. While a collection is not erased, nobody is.
 */
export function recipientLister({ organisation, requests, handle }: ListDependencies) {
  return async (requestId: string): Promise<ListedRecipients> => {
    const state = await requests.load(requestId);
    if (!state?.rights.includes('deletion') || state.status !== 'fulfilling') return { recipients: [] };
    const concerned = recipientsOf(organisation, deletionAnswer(organisation, state));
    const [byRequest, byHand] = [true, false].map((automatic) =>
      concerned.filter(({ endpoint }) => (endpoint !== undefined) === automatic).map(({ key }) => key),
    );
    const listed = await handle({
      requestId,
      actor: { kind: 'system', part: 'recipients' },
      command: { type: 'list_recipients', byRequest: byRequest ?? [], byHand: byHand ?? [] },
    });
    if (!listed.ok) return { recipients: [] };
    const notices = Object.entries(listed.value.erasing?.recipients ?? {});
    return { recipients: notices.filter(([, { outcome }]) => outcome === 'waiting').map(([key]) => key) };
  };
}

export type ListRecipients = ReturnType<typeof recipientLister>;
