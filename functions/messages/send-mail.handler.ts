import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { codeDrawer, dynamoCodeStore, kmsClient, kmsKeyedHash } from '../identity/index.ts';
import { carryOutEach, dynamoOutboxStore, dynamoRequestStore, keys, outboxStreamEvent } from '../requests/index.ts';
import { dynamoClient } from '../shared/dynamo-client.dynamo.ts';
import { readEnvironment } from '../shared/function.env.ts';
import { lambdaHandler } from '../shared/handler.ts';
import { loadOrganisation } from '../shared/organisation.file.ts';
import { sesMailSender } from './mail-sender.ses.ts';
import { sendMailEnvironment } from './send-mail.env.ts';
import { mailCarrier, type SendMailDependencies } from './send-mail.ts';
import { dynamoStaffAddresses } from './staff-addresses.dynamo.ts';

export const makeHandler = (dependencies: SendMailDependencies) => {
  const carry = mailCarrier(dependencies);
  return lambdaHandler({
    name: 'send-mail',
    schema: outboxStreamEvent,
    run: (event, { log }) => carryOutEach(event, keys.mailPrefix, log, carry),
  });
};

const environment = readEnvironment(sendMailEnvironment);
const organisation = loadOrganisation();
const now = () => new Date().toISOString();
const { REQUESTS_TABLE: table } = environment;

export const handler = makeHandler({
  organisation,
  now,
  pause: (ms) => setTimeout(ms),
  siteUrl: environment.PUBLIC_URL,
  requests: dynamoRequestStore(dynamoClient(), table),
  outbox: dynamoOutboxStore(dynamoClient(), table),
  staffAddresses: dynamoStaffAddresses(dynamoClient(), table),
  sender: sesMailSender({
    from: organisation.sender,
    replyTo: organisation.controller.email,
    configurationSet: environment.CONFIGURATION_SET,
  }),
  drawCode: codeDrawer({
    codes: dynamoCodeStore(dynamoClient(), table),
    keyedHash: kmsKeyedHash(kmsClient(), environment.IDENTIFIER_KEY_ID),
    now,
    randomBytes,
  }),
});
