import type { z } from 'zod';
import type { consoleApiEnvironment } from '../functions/console/console-api.env.ts';
import type { signInSettingsEnvironment } from '../functions/console/sign-in-settings.env.ts';
import type { sweepEnvironment } from '../functions/deadlines/sweep.env.ts';
import type { gatherDynamodbEnvironment } from '../functions/discovery/gather-dynamodb.env.ts';
import type { gatherManualEnvironment } from '../functions/discovery/gather-manual.env.ts';
import type { gatherPostgresEnvironment } from '../functions/discovery/gather-postgres.env.ts';
import type { gatherS3Environment } from '../functions/discovery/gather-s3.env.ts';
import type { planGatheringEnvironment } from '../functions/discovery/plan-gathering.env.ts';
import type { buildPackageEnvironment } from '../functions/fulfilment/build-package.env.ts';
import type { eraseDynamodbEnvironment } from '../functions/fulfilment/erase-dynamodb.env.ts';
import type { erasePostgresEnvironment } from '../functions/fulfilment/erase-postgres.env.ts';
import type { eraseS3Environment } from '../functions/fulfilment/erase-s3.env.ts';
import type { planErasureEnvironment } from '../functions/fulfilment/plan-erasure.env.ts';
import type { planReplayEnvironment } from '../functions/fulfilment/plan-replay.env.ts';
import type { prepareReviewEnvironment } from '../functions/fulfilment/prepare-review.env.ts';
import type { releasePackageEnvironment } from '../functions/fulfilment/release-package.env.ts';
import type { checkHoldsEnvironment } from '../functions/holds/check-holds.env.ts';
import type { verifyIdentityEnvironment } from '../functions/identity/verify-identity.env.ts';
import type { recordDeliveryEnvironment } from '../functions/messages/record-delivery.env.ts';
import type { sendMailEnvironment } from '../functions/messages/send-mail.env.ts';
import type { portalEnvironment } from '../functions/portal/portal.env.ts';
import type { receiveFilesEnvironment } from '../functions/portal/receive-files.env.ts';
import type { listRecipientsEnvironment } from '../functions/recipients/list-recipients.env.ts';
import type { notifyRecipientEnvironment } from '../functions/recipients/notify-recipient.env.ts';
import type { recipientCallbackEnvironment } from '../functions/recipients/recipient-callback.env.ts';
import type { awaitPersonEnvironment } from '../functions/requests/await-person.env.ts';
import type { dispatchWorkEnvironment } from '../functions/requests/dispatch-work.env.ts';
import type { readPositionEnvironment } from '../functions/requests/read-position.env.ts';
import type { recordProgressEnvironment } from '../functions/requests/record-progress.env.ts';
import type { functionEnvironment } from '../functions/shared/function.env.ts';

/** Every bundle: its entry file, and as a type the environment its own schema asks for. */
export const entries = {
  portal: 'functions/portal/portal.handler.ts',
  'receive-files': 'functions/portal/receive-files.handler.ts',
  'release-package': 'functions/fulfilment/release-package.handler.ts',
  'console-api': 'functions/console/console-api.handler.ts',
  'sign-in-settings': 'functions/console/sign-in-settings.handler.ts',
  'read-position': 'functions/requests/read-position.handler.ts',
  'record-progress': 'functions/requests/record-progress.handler.ts',
  'await-person': 'functions/requests/await-person.handler.ts',
  'dispatch-work': 'functions/requests/dispatch-work.handler.ts',
  'verify-identity': 'functions/identity/verify-identity.handler.ts',
  'plan-gathering': 'functions/discovery/plan-gathering.handler.ts',
  'gather-dynamodb': 'functions/discovery/gather-dynamodb.handler.ts',
  'gather-manual': 'functions/discovery/gather-manual.handler.ts',
  'gather-postgres': 'functions/discovery/gather-postgres.handler.ts',
  'gather-s3': 'functions/discovery/gather-s3.handler.ts',
  'check-holds': 'functions/holds/check-holds.handler.ts',
  'prepare-review': 'functions/fulfilment/prepare-review.handler.ts',
  'build-package': 'functions/fulfilment/build-package.handler.ts',
  'plan-erasure': 'functions/fulfilment/plan-erasure.handler.ts',
  'erase-dynamodb': 'functions/fulfilment/erase-dynamodb.handler.ts',
  'erase-postgres': 'functions/fulfilment/erase-postgres.handler.ts',
  'erase-s3': 'functions/fulfilment/erase-s3.handler.ts',
  'plan-replay': 'functions/fulfilment/plan-replay.handler.ts',
  'list-recipients': 'functions/recipients/list-recipients.handler.ts',
  'notify-recipient': 'functions/recipients/notify-recipient.handler.ts',
  'recipient-callback': 'functions/recipients/recipient-callback.handler.ts',
  'send-mail': 'functions/messages/send-mail.handler.ts',
  'record-delivery': 'functions/messages/record-delivery.handler.ts',
  sweep: 'functions/deadlines/sweep.handler.ts',
} as const satisfies Readonly<Record<keyof Environments, string>>;

export type BundleId = keyof typeof entries;

interface Environments {
  portal: z.input<typeof portalEnvironment>;
  'receive-files': z.input<typeof receiveFilesEnvironment>;
  'release-package': z.input<typeof releasePackageEnvironment>;
  'console-api': z.input<typeof consoleApiEnvironment>;
  'sign-in-settings': z.input<typeof signInSettingsEnvironment>;
  'read-position': z.input<typeof readPositionEnvironment>;
  'record-progress': z.input<typeof recordProgressEnvironment>;
  'await-person': z.input<typeof awaitPersonEnvironment>;
  'dispatch-work': z.input<typeof dispatchWorkEnvironment>;
  'verify-identity': z.input<typeof verifyIdentityEnvironment>;
  'plan-gathering': z.input<typeof planGatheringEnvironment>;
  'gather-dynamodb': z.input<typeof gatherDynamodbEnvironment>;
  'gather-manual': z.input<typeof gatherManualEnvironment>;
  'gather-postgres': z.input<typeof gatherPostgresEnvironment>;
  'gather-s3': z.input<typeof gatherS3Environment>;
  'check-holds': z.input<typeof checkHoldsEnvironment>;
  'prepare-review': z.input<typeof prepareReviewEnvironment>;
  'build-package': z.input<typeof buildPackageEnvironment>;
  'plan-erasure': z.input<typeof planErasureEnvironment>;
  'erase-dynamodb': z.input<typeof eraseDynamodbEnvironment>;
  'erase-postgres': z.input<typeof erasePostgresEnvironment>;
  'erase-s3': z.input<typeof eraseS3Environment>;
  'plan-replay': z.input<typeof planReplayEnvironment>;
  'list-recipients': z.input<typeof listRecipientsEnvironment>;
  'notify-recipient': z.input<typeof notifyRecipientEnvironment>;
  'recipient-callback': z.input<typeof recipientCallbackEnvironment>;
  'send-mail': z.input<typeof sendMailEnvironment>;
  'record-delivery': z.input<typeof recordDeliveryEnvironment>;
  sweep: z.input<typeof sweepEnvironment>;
}

/** What a function is told beyond what every function is told (`functions/shared/function.env.ts`). */
export type OwnEnvironment<Id extends BundleId> = Omit<Environments[Id], keyof z.input<typeof functionEnvironment>>;
