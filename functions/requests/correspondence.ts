/** What is written about a request beside its forms. Texts and names of files are sealed items; here is only that they are there. */

/** What a file can be, told by its content. */
export type AttachmentType = 'application/pdf' | 'image/png' | 'image/jpeg' | 'text/plain' | 'text/csv';

/** A file that a member sent. Its name is sealed (`attachmentNameItem`), its content lies beside the findings. */
export interface Attachment {
  readonly id: string;
  readonly type: AttachmentType;
  readonly bytes: number;
}

/** One message of the thread between a member and staff. `words` names the sealed text; a file can come without one. */
export interface Message {
  readonly id: string;
  readonly from: 'member' | 'staff';
  /** Who of staff wrote it. */
  readonly by?: string;
  /** Instant, ISO in UTC. */
  readonly at: string;
  readonly words?: string;
  readonly attachments?: readonly Attachment[];
}

/** What staff note for each other. Never shown to the member, in no copy and no mail; `words` names the sealed text. */
export interface InternalNote {
  readonly by: string;
  readonly at: string;
  readonly words: string;
}

/** Name of the sealed item that holds how a file is called. */
export const attachmentNameItem = (id: string): string => `attachment-${id}`;

/** Messages a member can send before staff answer or say that they have read them. */
export const mostUnreadMessages = 5;
/** In one request, of members and staff together; more is a case for a letter. */
export const mostMessages = 200;
export const mostNotes = 200;
/** Files in one request. */
export const mostAttachments = 20;
