import type { Honour } from '../honour.ts';
import { apiGateway } from './api-gateway.ts';
import type { Cloud } from './cloud.ts';
import { cloudfront } from './cloudfront.ts';
import { cognito } from './cognito.ts';
import { dynamodb } from './dynamodb.ts';
import { events } from './events.ts';
import { identityAndOperations } from './identity-and-operations.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { s3 } from './s3.ts';
import { ses } from './ses.ts';
import { sqs } from './sqs.ts';
import { stepFunctions } from './step-functions.ts';

export type { Cloud, ConfigurationSet, UserPool, UserPoolClient } from './cloud.ts';
export { exceptions } from './identity-and-operations.ts';

/** Every resource type the embedded cloud honours. */
export const honours: readonly Honour<Cloud>[] = [
  ...apiGateway,
  ...cloudfront,
  ...cognito,
  ...dynamodb,
  ...events,
  ...identityAndOperations,
  ...kms,
  ...lambda,
  ...s3,
  ...ses,
  ...sqs,
  ...stepFunctions,
];
