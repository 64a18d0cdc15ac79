import { Hono } from 'hono';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { problem, refusalProblem } from './problem.ts';
import { hasRole, mailResenders } from './staff.ts';
import type { MailView } from './views.ts';

const outboxId = /^[\w-]{1,100}$/;

/** The mails of a request: what went out, what became of it, and handing out again what failed. */
export function mailRoutes({ requests, mails, requeueFailedMail, now }: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .get('/:id/mails', async (c) => {
      const id = c.req.param('id');
      if (!(await requests.load(id))) return problem(404, 'not_found', 'There is no such request.');
      return c.json({ mails: await mailsOf(id) });
    })

    .post('/:id/mails/:outboxId/resend', async (c) => {
      const staff = c.get('staff');
      if (!hasRole(staff, mailResenders)) return refusalProblem({ code: 'role_required', roles: mailResenders });
      const { id, outboxId: mail } = c.req.param();
      const known = outboxId.test(mail) && (await mails(id)).some((item) => item.outboxId === mail);
      if (!known) return problem(404, 'not_found', 'There is no such mail.');
      const requeued = await requeueFailedMail({ requestId: id, outboxId: mail, at: now(), by: staff.id });
      if (!requeued) return problem(409, 'not_failed', 'Only a mail that failed can be sent again.');
      return c.json({ mails: await mailsOf(id) });
    });

  async function mailsOf(id: string): Promise<MailView[]> {
    return (await mails(id)).map(
      ({ outboxId: mail, milestone, status, delivery, error, createdAt, doneAt, attempts }) => ({
        outboxId: mail,
        milestone,
        status,
        createdAt,
        attempts,
        ...(delivery === undefined ? {} : { delivery }),
        ...(error === undefined ? {} : { error }),
        ...(doneAt === undefined ? {} : { doneAt }),
      }),
    );
  }
}
