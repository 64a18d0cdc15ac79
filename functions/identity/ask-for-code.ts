import { accepted, type Result, refused } from '../shared/result.ts';
import { askAgain, type CodePurpose, milestoneOf, type TooOften } from './code.ts';
import type { CodeStore } from './code-store.ts';

export interface AskForCodeDependencies {
  readonly codes: CodeStore;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

export interface CodeWanted {
  readonly requestId: string;
  readonly purpose: CodePurpose;
  /** Instants at which a code of this purpose was asked for by other means: the confirmation code of a new request. */
  readonly earlier?: readonly string[];
  /** There is no such request: count and write the same, send nothing. */
  readonly decoy?: boolean;
}

/** Asks the mailer for one more code, within the limits per request and purpose. Two at once are one. */
export function codeAsker({ codes, now }: AskForCodeDependencies) {
  return async ({ requestId, purpose, earlier = [], decoy = false }: CodeWanted): Promise<Result<void, TooOften>> => {
    const at = now();
    const before = await codes.read(requestId, purpose);
    const asked = askAgain(before, at, earlier);
    if (!asked.ok) return asked;
    const after = asked.value;
    // Named by its instant: the mails stay when the record, which counts them, is cleaned up.
    const outboxId = `code-${at.replace(/\D/g, '')}-${milestoneOf[purpose]}`;
    const written = await codes.ask({ requestId, purpose, before, after, outboxId, at, decoy });
    // Whoever was faster asked for the same mail a moment ago.
    return written ? accepted(undefined) : refused({ code: 'too_often', waitSeconds: 60 });
  };
}

export type AskForCode = ReturnType<typeof codeAsker>;
