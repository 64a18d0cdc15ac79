import * as z from 'zod/mini';
import { s3Findings } from '../discovery/index.ts';
import { deleteExportFromS3 } from '../fulfilment/index.ts';
import {
  companiesFromReferences,
  dynamoHoldStore,
  dynamoHoldsSeen,
  holdChanger,
  holdFinder,
  holdLifter,
  preservationKeeper,
} from '../holds/index.ts';
import {
  commandHandler,
  dynamoDueIndex,
  dynamoOutboxStore,
  dynamoRecordRemains,
  dynamoRequestStore,
  keys,
  restartIfLost,
  sfnWorkflowRuns,
} from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { faultFields } from '../shared/log.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { s3Client } from '../shared/s3-client.s3.ts';
import { dailyDesk } from './daily-desk.ts';
import { recordEraser } from './erase-record.ts';
import { sweepEnvironment } from './sweep.env.ts';
import { type SweepDependencies, sweep } from './sweep.ts';

export const makeHandler = (dependencies: Omit<SweepDependencies, 'remainingMs' | 'report'>) =>
  lambdaHandler({
    name: 'sweep',
    schema: z.unknown(),
    run: async (_event, { log, remainingMs }) => {
      const report = (item: keys.ItemKey, error: unknown) =>
        log.error('due_item_failed', { requestId: keys.outboxOwnerOf(item.pk), ...faultFields(error) });
      const { handled, complete } = await sweep({ ...dependencies, remainingMs, report });
      log.info('swept', { count: handled, outcome: complete ? 'complete' : 'out_of_time' });
    },
  });

const environment = readEnvironment(sweepEnvironment);
const requests = dynamoRequestStore(dynamoClient(), environment.REQUESTS_TABLE);
const runs = sfnWorkflowRuns(environment.REQUEST_WORKFLOW_ARN);
const now = () => new Date().toISOString();
const handle = commandHandler({ requests, now });
const holds = dynamoHoldStore(dynamoClient(), environment.REQUESTS_TABLE);
const findings = s3Findings({ client: s3Client(), bucket: environment.EXPORTS_BUCKET });
const outbox = dynamoOutboxStore(dynamoClient(), environment.REQUESTS_TABLE);
const { dataMap, laws, office } = loadOrganisation();
const due = dynamoDueIndex(dynamoClient(), environment.REQUESTS_TABLE);
const deleteExport = deleteExportFromS3(s3Client(), environment.EXPORTS_BUCKET);
const remains = dynamoRecordRemains(dynamoClient(), environment.REQUESTS_TABLE);

export const handler = makeHandler({
  requests,
  now,
  handle,
  due,
  outbox,
  restartIfLost: (requestId) => restartIfLost({ requests, runs, handle }, requestId),
  deleteExport,
  eraseRecord: recordEraser({ holds, handle, remains, due, deleteExport, dataMap, now }),
  dailyDesk: dailyDesk({ requests, outbox, holds, timeZone: office.timeZone, now }),
  keepPreserved: preservationKeeper({ requests, handle, holds, changeHold: holdChanger({ holds, now }), laws, now }),
  liftHolds: holdLifter({
    holds,
    requests,
    handle,
    findHolds: holdFinder({ holds, companiesOf: companiesFromReferences(findings, dataMap), dataMap }),
    seen: dynamoHoldsSeen(dynamoClient(), environment.REQUESTS_TABLE),
  }),
});
