import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/tiny';
import { type SubmissionStore, submissionLimits } from '../discovery/index.ts';
import type {
  ChangePreparer,
  CountConsequences,
  FindChangesByHand,
  PreviewErasure,
  ReadCopies,
  RedactionStore,
} from '../fulfilment/index.ts';
import type { FindHolds, HoldChanger, HoldStore, KeepPreserved } from '../holds/index.ts';
import type { KeyedHash } from '../identity/index.ts';
import type { AttachmentStore, StaffAddresses } from '../messages/index.ts';
import type { MakeReport } from '../reports/index.ts';
import type { HandleCommand, OutboxStore, RequestStore } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { attachmentRoutes } from './attachment-routes.ts';
import { byHandRoutes } from './by-hand-routes.ts';
import { changeRoutes } from './change-routes.ts';
import { dryRunRoutes } from './dry-run-routes.ts';
import { findingsRoutes, type ReadFindings } from './findings-routes.ts';
import { holdRoutes } from './hold-routes.ts';
import { failedMailRoutes, mailRoutes } from './mail-routes.ts';
import { meRoutes } from './me-routes.ts';
import { policyView } from './policy-view.ts';
import { problem } from './problem.ts';
import { queueRoutes } from './queue-routes.ts';
import { redactionRoutes } from './redaction-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { requestRoutes } from './request-routes.ts';
import type { Staff, VerifyAddress, VerifyToken } from './staff.ts';
import { templateRoutes } from './template-routes.ts';

export interface ConsoleDependencies {
  readonly verifyToken: VerifyToken;
  readonly verifyAddress: VerifyAddress;
  readonly staffAddresses: Pick<StaffAddresses, 'note'>;
  readonly requests: RequestStore;
  readonly handle: HandleCommand;
  readonly outbox: Pick<OutboxStore, 'mails' | 'failedMails' | 'handOut'>;
  readonly attachments: Pick<AttachmentStore, 'linkTo'>;
  readonly readFindings: ReadFindings;
  readonly copiesOf: ReadCopies;
  readonly redactions: RedactionStore;
  readonly submissions: SubmissionStore;
  readonly changes: ChangePreparer;
  readonly changesByHand: FindChangesByHand;
  readonly newId: () => string;
  readonly previewErasure: PreviewErasure;
  readonly countConsequences: CountConsequences;
  /** The collections that are found through a collection. */
  readonly dependentsOf: (collection: string) => readonly string[];
  readonly holds: HoldStore;
  readonly changeHold: HoldChanger;
  readonly keepPreserved: KeepPreserved;
  readonly findHolds: FindHolds;
  readonly keyedHash: KeyedHash;
  readonly makeReport: MakeReport;
  readonly organisation: Organisation;
  /** Origin of the member site, as mails link to it. */
  readonly siteUrl: string;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

export type ConsoleEnv = { Variables: { staff: Staff } };
export type ConsoleContext = Context<ConsoleEnv>;

/** Staff write sentences, not files; but for what they found where no system reaches, in up to four bytes a character. */
const maxBodyBytes = 64 * 1024;
const maxFileBytes = 4 * submissionLimits.characters + maxBodyBytes;

/**
 * The staff API below `/api/staff`. Every call carries an access token; what a role may not do is refused, what it may
 * not see is left out. Problems are answered as RFC 9457 JSON; faults are thrown on.
 */
export function consoleApi(dependencies: ConsoleDependencies): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>().basePath('/api/staff');

  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.use(async (c, next) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const staff = token === undefined ? undefined : await dependencies.verifyToken(token);
    if (!staff) return problem(401, 'not_signed_in', 'Sign in first.');
    if (staff.roles.length === 0) return problem(403, 'no_role', 'This account has no role here.');
    c.set('staff', staff);
    return next();
  });
  const tooLarge = () => problem(413, 'too_large', 'The body is too large.');
  const limits = {
    words: bodyLimit({ maxSize: maxBodyBytes, onError: tooLarge }),
    file: bodyLimit({ maxSize: maxFileBytes, onError: tooLarge }),
  };
  app.use((c, next) => limits[c.req.path.endsWith('/submission') ? 'file' : 'words'](c, next));

  app.route('/me', meRoutes(dependencies));
  app.get('/policy', (c) => c.json(policyView(dependencies.organisation)));
  app.route('/queue', queueRoutes(dependencies));
  app.route('/requests', requestRoutes(dependencies));
  app.route('/requests', findingsRoutes(dependencies));
  app.route('/requests', redactionRoutes(dependencies));
  app.route('/requests', changeRoutes(dependencies));
  app.route('/requests', byHandRoutes(dependencies));
  app.route('/requests', dryRunRoutes(dependencies));
  app.route('/requests', mailRoutes(dependencies));
  app.route('/requests', attachmentRoutes(dependencies));
  app.route('/failed-mails', failedMailRoutes(dependencies));
  app.route('/holds', holdRoutes(dependencies));
  app.route('/reports', reportRoutes(dependencies));
  app.route('/templates', templateRoutes(dependencies));

  app.notFound(() => problem(404, 'not_found', 'There is nothing at this address.'));
  app.onError((error) => {
    throw error;
  });
  return app;
}
