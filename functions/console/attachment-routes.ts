import { Hono } from 'hono/tiny';
import { extensionOf } from '../messages/index.ts';
import type { RequestState } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { problem, refusalProblem } from './problem.ts';
import { actorOf } from './staff.ts';
import type { AttachmentLinkView } from './views.ts';

/** How long a link to a file works. */
const linkSeconds = 120;

/** Files that members sent. A link is given for an event first, saves the file and never shows it. */
export function attachmentRoutes({ handle, attachments }: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().post('/:id/attachments/:attachment/link', async (c) => {
    const { id, attachment } = c.req.param();
    const viewed = await handle({
      requestId: id,
      command: { type: 'view_attachment', attachment },
      actor: actorOf(c.get('staff')),
    });
    if (!viewed.ok) return refusalProblem(viewed.refusal);
    const sent = attachmentsOf(viewed.value);
    const number = sent.findIndex((file) => file.id === attachment);
    const file = sent[number];
    if (!file) return problem(404, 'unknown_attachment', 'There is no such file.');
    const link = await attachments.linkTo(id, attachment, {
      seconds: linkSeconds,
      // What the member called it may say who they are, and links stand in logs.
      fileName: `${viewed.value.reference}-${number + 1}.${extensionOf(file.type)}`,
      type: file.type,
    });
    const view: AttachmentLinkView = { url: link.reveal(), version: viewed.value.version };
    return c.json(view);
  });
}

/** Every file of a request, oldest first within questions and within messages. */
export function attachmentsOf({ clarifications = [], messages = [] }: RequestState) {
  return [...clarifications, ...messages].flatMap(({ attachments = [] }) => attachments);
}
