import { createHash } from 'node:crypto';
import { hasCompanyTurn, type RequestStore } from '../requests/index.ts';

/** A count of a request: its gathering tells it from those before. */
export interface CompanyTurn {
  readonly requestId: string;
  readonly gathering: number;
}

/** Who counted a company last, to carry out a cancellation. `company` is a digest. */
export interface CompanyTurnStore {
  /** Strongly consistent. */
  last(company: string): Promise<CompanyTurn | undefined>;
  /** Notes the turn, if the last one is still the one that was seen; otherwise nothing, and false. */
  take(company: string, turn: CompanyTurn, seen: CompanyTurn | undefined): Promise<boolean>;
}

export interface TakeTurnDependencies {
  readonly turns: CompanyTurnStore;
  readonly requests: Pick<RequestStore, 'load'>;
}

/**
 * Lets one cancellation of a company be counted and carried out at a time: otherwise two last administrators would each
 * count the other, and both go. To be taken before counting; taking it again changes nothing.
 *
 * @throws CompanyBusy while another cancellation has the turn; it is tried again later
 */
export function turnTaker({ turns, requests }: TakeTurnDependencies) {
  return async (accounts: string, number: string, turn: CompanyTurn): Promise<void> => {
    const company = createHash('sha256')
      .update(JSON.stringify([accounts, number]))
      .digest('hex');
    const seen = await turns.last(company);
    if (seen?.requestId === turn.requestId) {
      if (seen.gathering === turn.gathering) return;
      if (seen.gathering > turn.gathering) throw new CompanyBusy('a later count of the request has the turn');
    } else if (seen) {
      const other = await requests.load(seen.requestId);
      if (other && hasCompanyTurn(other)) throw new CompanyBusy('another cancellation has the turn');
    }
    if (!(await turns.take(company, turn, seen))) throw new CompanyBusy('another cancellation was faster');
  };
}

/** Another account of the company is being cancelled. */
export class CompanyBusy extends Error {
  override readonly name = 'CompanyBusy';
}
