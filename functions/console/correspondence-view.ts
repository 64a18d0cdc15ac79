import { type Attachment, attachmentNameItem, type RequestState } from '../requests/index.ts';
import { attachmentsOf } from './attachment-routes.ts';
import { optional } from './optional.ts';
import type { AttachmentView, InternalNoteView, MessageView } from './views.ts';

/** The thread as far as a reader may see its words. */
export function messagesOf(
  { messages = [] }: RequestState,
  words: ReadonlyMap<string, string>,
): readonly MessageView[] {
  return messages.map(({ id, from, by, at, words: name, attachments = [] }) => ({
    id,
    from,
    at,
    ...optional('by', by),
    ...optional('text', name === undefined ? undefined : words.get(name)),
    attachments: attachmentViews(attachments, words),
  }));
}

export function notesOf({ notes = [] }: RequestState, words: ReadonlyMap<string, string>): readonly InternalNoteView[] {
  return notes.map(({ by, at, words: name }) => ({ by, at, ...optional('text', words.get(name)) }));
}

export function attachmentViews(
  attachments: readonly Attachment[],
  words: ReadonlyMap<string, string>,
): readonly AttachmentView[] {
  return attachments.map(({ id, type, bytes }) => ({
    id,
    type,
    bytes,
    ...optional('name', words.get(attachmentNameItem(id))),
  }));
}

/** Names of the sealed items that are said in the thread, in notes, and as names of files. */
export function correspondenceWords(state: RequestState): string[] {
  const { messages = [], notes = [] } = state;
  return [
    ...messages.flatMap(({ words }) => words ?? []),
    ...notes.map(({ words }) => words),
    ...attachmentsOf(state).map(({ id }) => attachmentNameItem(id)),
  ];
}
