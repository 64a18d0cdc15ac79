import type { Sensitive } from '../shared/sensitive.ts';

/** Whether an address is one on record. It says no more: no account is named, none is linked to a request. */
export interface AccountDirectory {
  hasAccount(email: Sensitive<string>): Promise<boolean>;
}
