import { type RequestStore, subjectItem, subjectSchema } from '../requests/index.ts';
import { Sensitive } from '../shared/sensitive.ts';

/** What a request may be searched by, by identity of the data map: exactly what was verified, and nothing typed beside it. */
export type Identifiers = Readonly<Record<string, readonly string[]>>;

export interface VerifiedIdentifiers {
  /** None while the identity is not verified. */
  of(requestId: string): Promise<Sensitive<Identifiers>>;
}

/** The confirmed address, once the request's identity was accepted. */
export function verifiedIdentifiers({ requests }: { readonly requests: RequestStore }): VerifiedIdentifiers {
  return {
    async of(requestId) {
      const state = await requests.load(requestId);
      if (!state?.confirmedAt || !state.identity) return new Sensitive({});
      const sealed = await requests.readSealed(requestId, subjectItem);
      return new Sensitive(sealed ? { email: [subjectSchema.parse(sealed.reveal()).email] } : {});
    },
  };
}
