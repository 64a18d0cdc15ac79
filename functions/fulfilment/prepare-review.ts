import type { NoteAddresses } from './note-addresses.ts';
import type { ProposeRedactions } from './propose-redactions.ts';

export interface PrepareReviewDependencies {
  readonly noteAddresses: NoteAddresses;
  readonly propose: ProposeRedactions;
}

/** What is looked for in the findings before staff decide. Both parts can be done again. */
export function reviewPreparer({ noteAddresses, propose }: PrepareReviewDependencies) {
  return async (requestId: string): Promise<{ readonly proposed: boolean }> => {
    await noteAddresses(requestId);
    return propose(requestId);
  };
}

export type PrepareReview = ReturnType<typeof reviewPreparer>;
