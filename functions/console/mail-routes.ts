import { Hono } from 'hono/tiny';
import { canResend, keys, type MailItem } from '../requests/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { problem, refusalProblem } from './problem.ts';
import { actorOf, hasRole, mailResenders } from './staff.ts';
import type { FailedMailView, MailView } from './views.ts';

/** Failed mails shown at once; the oldest come first. */
const failedShown = 50;

/** The mails of a request: what went out, what became of it, and handing out again what failed. */
export function mailRoutes({ requests, handle, outbox, now }: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/:id/mails', async (c) => {
      const id = c.req.param('id');
      if (!(await requests.load(id))) return problem(404, 'not_found', 'There is no such request.');
      return c.json({ mails: await mailsOf(id) });
    })

    .post('/:id/mails/:outboxId/resend', async (c) => {
      const { id, outboxId } = c.req.param();
      // Who may not send it is not told whether there is one.
      if (!hasRole(c.get('staff'), mailResenders))
        return refusalProblem({ code: 'role_required', roles: mailResenders });
      const mail = (await outbox.mails(id)).find((item) => item.outboxId === outboxId);
      if (!mail) return problem(404, 'not_found', 'There is no such mail.');
      if (!canResend(mail))
        return problem(409, 'not_failed', 'Only a mail that failed or came back can be sent again.');
      const command = { type: 'resend_mail', outboxId } as const;
      const noted = await handle({ requestId: id, command, actor: actorOf(c.get('staff')) });
      if (!noted.ok) return refusalProblem(noted.refusal);
      // Someone else may have been faster; it is on its way then.
      await outbox.handOut({ requestId: id, kind: 'mail', outboxId }, mail, now());
      return c.json({ mails: await mailsOf(id) });
    });

  async function mailsOf(id: string): Promise<MailView[]> {
    return (await outbox.mails(id)).map(mailView);
  }
}

/** Mails of all requests that wait for someone to look at them. */
export function failedMailRoutes({ requests, outbox }: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().get('/', async (c) => {
    const failed = await outbox.failedMails(failedShown);
    const ids = [...new Set(failed.map(({ requestId }) => requestId))].filter((id) => !keys.isDesk(id));
    const states = await Promise.all(ids.map((id) => requests.load(id)));
    const references = new Map(states.flatMap((state) => (state ? [[state.id, state.reference] as const] : [])));
    const mails = failed.flatMap((mail): FailedMailView[] => {
      if (keys.isDesk(mail.requestId)) return [mailView(mail)];
      const reference = references.get(mail.requestId);
      return reference === undefined ? [] : [{ ...mailView(mail), request: { id: mail.requestId, reference } }];
    });
    return c.json({ mails });
  });
}

function mailView(mail: MailItem): MailView {
  const { outboxId, milestone, status, delivery, error, createdAt, doneAt, attempts } = mail;
  return {
    outboxId,
    milestone,
    status,
    createdAt,
    attempts,
    mayResend: canResend(mail),
    ...(delivery === undefined ? {} : { delivery }),
    ...(error === undefined ? {} : { error }),
    ...(doneAt === undefined ? {} : { doneAt }),
  };
}
