/** What lies beside the events of a request: sealed items, mails, codes, waits, receipts, and the way from its reference. */
export interface RecordRemains {
  /** Deletes all of it; state and events stay. May be repeated, and goes on where it was cut short. */
  erase(requestId: string, reference: string): Promise<void>;
}
