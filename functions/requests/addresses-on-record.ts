import * as z from 'zod/mini';
import { accepted, type Result, refused } from '../shared/result.ts';
import type { Command, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';

/** Name of the sealed item with the further addresses on record (`addressesSchema`), in the order mails count them. */
export const addressesItem = 'addresses-on-record';

/** Addresses of the data subject that stores hold beside the confirmed one; personal data, so only ever sealed. */
export const addressesSchema = z.array(z.string());

/** Each gets a mail in the one transaction that approves. Nobody has so many: the policy then marks other people's. */
export const mostAddresses = 50;

/** Whether what was asked for is announced some days before it begins, to every address on record. */
export function announcesErasure({ erasure, erasing }: Pick<RequestState, 'erasure' | 'erasing'>): boolean {
  return erasure !== undefined && erasure.waitingDays > 0 && erasing === undefined;
}

/** Noted while gathering, each gathering anew; where there never was a further address, nothing is noted. */
export function decideAddresses(
  state: RequestState,
  { type, addresses }: Extract<Command, { type: 'note_addresses' }>,
): Result<readonly RequestEvent[], CommandRefusal> {
  const { status, gathering, addressesOnRecord: known } = state;
  if (status !== 'gathering_data' || !announcesErasure(state))
    return refused({ code: 'not_allowed_now', command: type, status });
  if (known ? known.gathering === gathering : addresses === 0) return accepted([]);
  return accepted([{ type: 'AddressesNoted', gathering, addresses }]);
}
