/** What a recipient's answer is about; no personal data. */
export interface NoticeRecord {
  readonly requestId: string;
  readonly recipient: string;
}

export interface NoticeStore {
  /** Before the notice goes out, so that an answer always finds it. `keepUntil`: instant. */
  remember(noticeId: string, record: NoticeRecord, keepUntil: string): Promise<void>;
  find(noticeId: string): Promise<NoticeRecord | undefined>;
}
