import type { CodePurpose, CodeRecord } from './code.ts';

/** Where codes are kept, one record per request and purpose. Every change is conditional, so no two callers both win. */
export interface CodeStore {
  read(requestId: string, purpose: CodePurpose): Promise<CodeRecord | undefined>;
  /**
   * Replaces the record and asks for its mail, together or not at all; false when somebody else asked meanwhile.
   * A decoy writes as much, and no mail goes out.
   */
  ask(ask: CodeAsk): Promise<boolean>;
  /** Gives the code its hash and its minutes; the tries left stay. */
  draw(
    requestId: string,
    purpose: CodePurpose,
    drawn: { readonly codeHash: string; readonly validUntil: string },
  ): Promise<void>;
  /** Uses up one try of a code that is still valid at `now` (ISO instant). */
  takeTry(requestId: string, purpose: CodePurpose, now: string): Promise<Try>;
  /** Uses up the code; false when somebody else did. */
  consume(requestId: string, purpose: CodePurpose, codeHash: string): Promise<boolean>;
}

export interface CodeAsk {
  readonly requestId: string;
  readonly purpose: CodePurpose;
  readonly before: CodeRecord | undefined;
  readonly after: CodeRecord;
  readonly outboxId: string;
  /** Instant, ISO in UTC. */
  readonly at: string;
  readonly decoy: boolean;
}

export type Try =
  | { readonly kind: 'taken'; readonly triesLeft: number; readonly codeHash?: string }
  | { readonly kind: 'locked' }
  | { readonly kind: 'expired' };
