import type { AttachmentType } from '../requests/index.ts';
import type { Sensitive } from '../shared/sensitive.ts';

/** Content of the files that members sent. */
export interface AttachmentStore {
  /** May be repeated: the same id is the same file. */
  put(requestId: string, attachmentId: string, content: Sensitive<Uint8Array>): Promise<void>;
  /**
   * A link that saves the file, and never shows it, for so many seconds; whoever has it gets the file.
   *
   * @param fileName of ASCII letters, digits, dots and dashes: it stands in the link
   */
  linkTo(
    requestId: string,
    attachmentId: string,
    options: { readonly seconds: number; readonly fileName: string; readonly type: AttachmentType },
  ): Promise<Sensitive<string>>;
}
