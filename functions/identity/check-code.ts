import { timingSafeEqual } from 'node:crypto';
import { accepted, type Result, refused } from '../shared/result.ts';
import { type CodePurpose, hashedPart, readCode } from './code.ts';
import type { CodeStore } from './code-store.ts';
import type { KeyedHash } from './keyed-hash.ts';

export interface CheckCodeDependencies {
  readonly codes: CodeStore;
  readonly keyedHash: KeyedHash;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

/** `expired` covers a code never asked for, and one already used: a new one has to be asked for. */
export type CodeRefusal =
  | { readonly code: 'malformed' }
  | { readonly code: 'wrong'; readonly triesLeft: number }
  | { readonly code: 'expired' }
  | { readonly code: 'locked' };

/**
 * Checks a typed code and uses it up. Every guess costs a try before it is compared, in one conditional write, so
 * guesses in parallel get no more tries than guesses in turn. What was not six digits costs none.
 *
 * `act` is what the right code is for. It runs before the code is used up, so that after a crash in between the same code
 * can be sent again; it must bear being run twice.
 */
export function codeChecker({ codes, keyedHash, now }: CheckCodeDependencies) {
  return async (
    requestId: string,
    purpose: CodePurpose,
    typed: string,
    act?: () => Promise<unknown>,
  ): Promise<Result<void, CodeRefusal>> => {
    const digits = readCode(typed);
    if (digits === undefined) return refused({ code: 'malformed' });
    const attempt = await codes.takeTry(requestId, purpose, now());
    if (attempt.kind !== 'taken') return refused({ code: attempt.kind });
    const typedHash = await keyedHash.of('code', hashedPart(requestId, purpose, digits));
    const { codeHash, triesLeft } = attempt;
    if (codeHash === undefined || !sameHash(codeHash, typedHash)) {
      return refused(triesLeft > 0 ? { code: 'wrong', triesLeft } : { code: 'locked' });
    }
    await act?.();
    const consumed = await codes.consume(requestId, purpose, codeHash);
    return consumed ? accepted(undefined) : refused({ code: 'expired' });
  };
}

export type CheckCode = ReturnType<typeof codeChecker>;

function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
