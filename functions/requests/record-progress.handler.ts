import { recordProgress } from '../../workflows/privacy-request/contract.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { commandHandler } from './handle-command.ts';
import { recordProgressEnvironment } from './record-progress.env.ts';
import { progressRecorder, type RecordProgress } from './record-progress.ts';
import { dynamoRequestStore } from './request-store.dynamo.ts';

export const makeHandler = ({ record }: { readonly record: RecordProgress }) =>
  lambdaHandler({
    name: 'record-progress',
    schema: recordProgress.payload,
    run: async ({ requestId, progress }) => recordProgress.result.parse(await record(requestId, progress)),
  });

const environment = readEnvironment(recordProgressEnvironment);
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);
const now = () => new Date().toISOString();

export const handler = makeHandler({
  record: progressRecorder({
    requests,
    now,
    handle: commandHandler({ requests, now }),
    exportDays: loadOrganisation().retention.exportDays,
  }),
});
