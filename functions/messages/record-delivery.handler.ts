import { dynamoOutboxStore } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { recordDeliveryEnvironment } from './record-delivery.env.ts';
import { deliveryRecorder, sesEvent } from './record-delivery.ts';

export const makeHandler = (dependencies: Parameters<typeof deliveryRecorder>[0]) =>
  lambdaHandler({ name: 'record-delivery', schema: sesEvent, run: deliveryRecorder(dependencies) });

const environment = readEnvironment(recordDeliveryEnvironment);

export const handler = makeHandler({
  outbox: dynamoOutboxStore(dynamoClient(), environment.REQUESTS_TABLE),
  now: () => new Date().toISOString(),
});
