import type { Organisation } from '../functions/shared/organisation.ts';
import type { BundleId, OwnEnvironment } from '../infra/functions.ts';

const table = { REQUESTS_TABLE: 'requests' };
const key = { IDENTIFIER_KEY_ID: 'key' };
const bucket = { EXPORTS_BUCKET: 'exports' };
const workflow = { REQUEST_WORKFLOW_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:privacy-request' };
const site = { PUBLIC_URL: 'https://privacy.example' };
const staff = { STAFF_ISSUER: 'https://sign-in.example', STAFF_CLIENT_ID: 'console' };

type Environments = { readonly [Id in BundleId]: Readonly<Record<keyof OwnEnvironment<Id>, string>> };

/** Made-up values that let each function load. */
export function functionEnvironments({ dataMap }: Organisation): Environments {
  const { collection } = dataMap.accountDirectory;
  const directory = dataMap.collections.find(({ id }) => id === collection)?.store;
  const dynamodb = JSON.stringify({ id: directory, kind: 'dynamodb', tables: {} });
  const postgres = JSON.stringify({ id: 'trade', kind: 'postgres', connection: 'postgres://localhost/trade' });
  const manual = JSON.stringify({ id: 'paper', kind: 'manual', dueDays: 7 });
  const s3 = JSON.stringify({ id: 'files', kind: 's3', bucket: 'files' });
  return {
    portal: { ...table, ...key, ...site },
    'receive-files': { ...table, ...bucket, ...site },
    'release-package': { ...table, ...key, ...bucket, ...site },
    'console-api': { ...table, ...key, ...bucket, ...staff, ...site },
    'sign-in-settings': staff,
    'read-position': table,
    'record-progress': table,
    'await-person': table,
    'dispatch-work': { ...table, ...workflow },
    'verify-identity': { ...table, STORE: dynamodb },
    'plan-gathering': { ...table, GATHERERS: '{}' },
    'gather-dynamodb': { ...table, ...bucket, STORE: dynamodb },
    'gather-manual': { ...table, ...bucket, STORE: manual },
    'gather-postgres': { ...table, ...bucket, STORE: postgres },
    'gather-s3': { ...table, ...bucket, STORE: s3 },
    'plan-erasure': { ...table, ERASERS: '{}' },
    'plan-replay': { ...table, ERASERS: '{}' },
    'erase-dynamodb': { ...table, ...key, ...bucket, STORE: dynamodb },
    'erase-postgres': { ...table, ...key, ...bucket, STORE: postgres },
    'erase-s3': { ...table, ...key, ...bucket, STORE: s3 },
    'check-holds': { ...table, ...bucket },
    'prepare-review': { ...table, ...bucket },
    'build-package': { ...table, ...bucket },
    'list-recipients': table,
    'notify-recipient': { ...table, ...site, RECIPIENTS: '{}' },
    'recipient-callback': { ...table, RECIPIENTS: '{}' },
    'send-mail': { ...table, ...key, ...site, CONFIGURATION_SET: 'mails' },
    'record-delivery': table,
    sweep: { ...table, ...bucket, ...workflow },
  };
}
