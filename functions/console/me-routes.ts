import { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { holdRoles } from '../holds/index.ts';
import type { ConsoleDependencies, ConsoleEnv } from './console-api.ts';
import { readBody } from './read-input.ts';
import { hasRole, holdReaders, mailResenders, reportReaders, type Staff } from './staff.ts';
import type { MeView } from './views.ts';

const addressSchema = z.strictObject({
  idToken: z.string().check(z.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/), z.maxLength(8_000)),
});

/** Who is signed in, and where they are written to. */
export function meRoutes(dependencies: ConsoleDependencies): Hono<ConsoleEnv> {
  const { organisation, staffAddresses, verifyAddress, now } = dependencies;
  return new Hono<ConsoleEnv>()
    .get('/', (c) => c.json(meOf(c.get('staff'))))

    .post('/address', async (c) => {
      const body = await readBody(c, addressSchema);
      if (!body.ok) return body.refusal;
      const staff = c.get('staff');
      const address = await verifyAddress(body.value.idToken, staff);
      // Without a verified address of their own, what is for them goes to the agents' mailbox.
      if (address) await staffAddresses.note(staff.id, address, now());
      return c.json(meOf(staff));
    });

  function meOf(staff: Staff): MeView {
    return {
      id: staff.id,
      roles: staff.roles,
      organisation: organisation.name,
      mayReadHolds: hasRole(staff, holdReaders),
      mayChangeHolds: hasRole(staff, holdRoles),
      mayResendMails: hasRole(staff, mailResenders),
      mayReadReports: hasRole(staff, reportReaders),
    };
  }
}
