import type { Sensitive } from '../shared/sensitive.ts';

/**
 * Where members of staff are written to themselves: the address the sign-in service vouched for when they last signed in.
 * Whoever has not signed in for a year is forgotten.
 */
export interface StaffAddresses {
  find(staffId: string): Promise<Sensitive<string> | undefined>;
  /** @param at instant, ISO in UTC */
  note(staffId: string, address: Sensitive<string>, at: string): Promise<void>;
}
