import type { RedactionList } from './redaction-list.ts';

/** Lists of redactions, beside the findings they are about. A list that a request names never changes. */
export interface RedactionStore {
  /** @throws Error when there is no such list */
  read(requestId: string, name: string): Promise<RedactionList>;
  write(requestId: string, name: string, list: RedactionList): Promise<void>;
}
