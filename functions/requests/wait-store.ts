import type { Sensitive } from '../shared/sensitive.ts';
import type { WaitName } from './request-state.ts';

/**
 * Task tokens of workflows that wait for a person. A token is a credential and never the only record of a wait:
 * the request's state says what is waited for.
 */
export interface WaitStore {
  /** Keeps the token of the newest wait of this name, in place of an older one. */
  put(requestId: string, wait: WaitName, token: Sensitive<string>): Promise<void>;
  find(requestId: string, wait: WaitName): Promise<Sensitive<string> | undefined>;
  /** Forgets a token, unless a newer one took its place. */
  remove(requestId: string, wait: WaitName, token: Sensitive<string>): Promise<void>;
}
