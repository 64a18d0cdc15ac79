import { Sensitive } from '../shared/sensitive.ts';
import { type CodePurpose, drawDigits, hashedPart, validUntil } from './code.ts';
import type { CodeStore } from './code-store.ts';
import type { KeyedHash } from './keyed-hash.ts';

export interface DrawCodeDependencies {
  readonly codes: CodeStore;
  readonly keyedHash: KeyedHash;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
}

/**
 * Draws the six digits of a code at the moment its mail goes out, and keeps only their keyed hash. From here it is
 * valid for `codeValidMinutes`. Drawn again (the mailer tries again), only the newest works; the tries are not refilled.
 */
export function codeDrawer({ codes, keyedHash, now, randomBytes }: DrawCodeDependencies) {
  return async (requestId: string, purpose: CodePurpose): Promise<Sensitive<string>> => {
    const digits = drawDigits(randomBytes);
    const codeHash = await keyedHash.of('code', hashedPart(requestId, purpose, digits));
    await codes.draw(requestId, purpose, { codeHash, validUntil: validUntil(now()) });
    return new Sensitive(digits);
  };
}

export type DrawCode = ReturnType<typeof codeDrawer>;
