import { accepted, type Result, refused } from '../shared/result.ts';
import { type Attachment, mostAttachments, mostMessages, mostNotes, mostUnreadMessages } from './correspondence.ts';
import type { Command, CommandRefusal } from './request-command.ts';
import type { RequestEvent } from './request-events.ts';
import type { RequestState } from './request-state.ts';

type Decision = Result<readonly RequestEvent[], CommandRefusal>;
type CorrespondenceCommand = Extract<
  Command,
  { type: 'send_message' | 'receive_message' | 'read_replies' | 'add_note' }
>;

/**
 * The rules of what is written about a request. The thread is open from the confirmation on and stays open when the request
 * is closed, since questions and complaints come then.
 */
export function decideCorrespondence(state: RequestState, command: CorrespondenceCommand): Decision {
  const { messages = [], notes = [] } = state;
  const no = refused<CommandRefusal>({ code: 'not_allowed_now', command: command.type, status: state.status });
  const one = (event: RequestEvent): Decision => accepted([event]);
  if (command.type === 'add_note') {
    return notes.length < mostNotes ? one({ type: 'NoteAdded', words: command.words }) : tooMany(mostNotes);
  }
  if (state.confirmedAt === undefined) return no;

  switch (command.type) {
    case 'send_message':
      if (messages.length >= mostMessages) return tooMany(mostMessages);
      return one({ type: 'MessageSent', message: command.message, words: command.words });

    case 'receive_message': {
      const { type: _, ...message } = command;
      // The same form sent twice is one message.
      if (messages.some(({ id }) => id === message.message)) return accepted([]);
      if (messages.length >= mostMessages) return tooMany(mostMessages);
      const full = attachmentsFull(state, message.attachments);
      if (full) return full;
      return unreadMessages(state) < mostUnreadMessages
        ? one({ type: 'MessageReceived', ...message })
        : tooMany(mostUnreadMessages);
    }

    case 'read_replies':
      return state.repliedAt === undefined ? accepted([]) : one({ type: 'RepliesRead' });
  }
}

/** A refusal when a request would have more files than it can. */
export function attachmentsFull(state: RequestState, added: readonly Attachment[] = []): Decision | undefined {
  return added.length > attachmentsLeft(state) ? tooMany(mostAttachments) : undefined;
}

/** How many files a member can still send with a request. */
export function attachmentsLeft({ messages = [], clarifications = [] }: RequestState): number {
  const sent = [...messages, ...clarifications].flatMap(({ attachments = [] }) => attachments);
  return Math.max(0, mostAttachments - sent.length);
}

/** Messages of the member that staff have not answered or read yet. */
function unreadMessages({ messages = [], repliedAt }: RequestState): number {
  if (repliedAt === undefined) return 0;
  return messages.filter(({ from, at }) => from === 'member' && at >= repliedAt).length;
}

function tooMany(most: number): Decision {
  return refused({ code: 'too_many_messages', most });
}
