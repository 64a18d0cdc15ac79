import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { EmbeddedCloud } from '../../local/embedded-cloud.ts';
import { wellKnown } from '../../local/sample/well-known.ts';
import { mailsOf, signInStaff } from '../../test/support/journey.ts';
import { localCredentials, storedItems } from '../../test/support/stored-items.ts';
import { withCloud } from '../journey-cloud.ts';
import { type Measure, median } from '../measure.ts';
import { type Call, startCountingProxy } from './counting-proxy.ts';
import { askForUnits, unitsOf } from './dynamodb-units.ts';
import { fulfilRequest } from './fulfilled-request.ts';
import { readFunctionReports } from './function-reports.ts';
import { transitionsOf } from './state-transitions.ts';
import { type Billed, billed, priceOf, readPrices, type Usage } from './usage.ts';

/** Requests measured, each of another member of a company. */
const requests = 3;
/** Functions that answer HTTP, one invocation a request. */
const answering = ['portal', 'release-package', 'console-api', 'sign-in-settings'];
/** Runs by the hour and looks after all requests together. */
const hourly = 'sweep';

/**
 * What one access request costs, counted while it runs end to end on functions that are warm.
 *
 * Exact: transitions (from the execution histories), invocations (from the function host), S3 and KMS requests and emails
 * (calls that passed). DynamoDB units are those the server that plays DynamoDB reports for each call; writes that lost
 * against another writer count too, so they vary a little. Durations of functions are this machine's, not AWS's; the
 * shortest of the measured requests counts, a small part of the sum.
 *
 * Left out: CloudFront, logs, metrics and alarms, data transfer, storage and backups, the monthly price of keys, Cognito
 * (staff sign-in), EventBridge Scheduler and the hourly sweep, KMS requests that DynamoDB and S3 make (both cache their
 * data keys), cold starts, the company's PostgreSQL. Member stores in DynamoDB and S3 are in.
 */
export async function requestCost({ dataDir }: { readonly dataDir: string }): Promise<Measure[]> {
  const counted = { dynamodbReadUnit: 0, dynamodbWriteUnit: 0, s3Write: 0, s3Read: 0, kmsRequest: 0 };
  const dynamodb = await startCountingProxy((call) => {
    const { read, write } = unitsOf(call);
    counted.dynamodbReadUnit += read;
    counted.dynamodbWriteUnit += write;
  }, askForUnits);
  const s3 = await startCountingProxy(({ method, url }: Call) => {
    // https://aws.amazon.com/s3/pricing/: PUT, COPY, POST and LIST cost alike, GET and all others less, DELETE nothing.
    const isList = method === 'GET' && /[?&]list-type=/.test(url);
    if (method === 'DELETE' || /[?&]delete\b/.test(url)) return;
    counted[isList || method === 'PUT' || method === 'POST' ? 's3Write' : 's3Read']++;
  });
  const kms = await startCountingProxy(() => void counted.kmsRequest++);

  const preload = new URL('./lead-to-proxies.ts', import.meta.url);
  preload.searchParams.set('AWS_ENDPOINT_URL_DYNAMODB', dynamodb.url);
  preload.searchParams.set('AWS_ENDPOINT_URL_S3', s3.url);
  preload.searchParams.set('AWS_ENDPOINT_URL_KMS', kms.url);

  try {
    return await withCloud({ dataDir, preload: [preload.href] }, async (cloud) => {
      dynamodb.leadTo(cloud.endpoints.dynamodb);
      s3.leadTo(cloud.endpoints.objectStore);
      kms.leadTo(cloud.endpoints.keyService);
      const items = storedItems(cloud);
      const workflows = new SFNClient({ ...localCredentials, endpoint: cloud.stepFunctionsUrl });
      const staff = await signInStaff(cloud, 'agent');
      const [first, ...measured] = wellKnown
        .filter(({ account }) => account?.company)
        .slice(0, requests + 1)
        .map(({ email }) => email);
      if (!first) throw new Error('the sample has no members of companies');
      const functions = () => functionUsage(cloud, dataDir);
      const usages: Usage[] = [];
      try {
        // Functions load, and connections are made.
        await fulfilRequest(cloud, items, staff, first);
        for (const email of measured) {
          const before = { ...counted, ...(await settled(functions, counted)) };
          const id = await fulfilRequest(cloud, items, staff, email);
          const after = { ...counted, ...(await settled(functions, counted)) };
          usages.push({
            ...difference(after, before),
            stateTransition: await transitionsOf(workflows, id),
            email: (await mailsOf(cloud, id)).length,
          });
        }
        return measuresOf(typical(usages));
      } finally {
        items.close();
        workflows.destroy();
      }
    });
  } finally {
    await Promise.all([dynamodb.close(), s3.close(), kms.close()]);
  }
}

function difference<Counts extends Readonly<Record<string, number>>>(after: Counts, before: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]),
  ) as unknown as Counts;
}

/** The median of each count, and the shortest time: what else the machine does only ever makes functions slower. */
function typical(usages: readonly Usage[]): Usage {
  const of = (name: Billed) => usages.map((usage) => usage[name]);
  const counts = Object.fromEntries(billed.map((name) => [name, median(of(name))])) as Record<Billed, number>;
  return { ...counts, functionGigabyteSecond: Math.min(...of('functionGigabyteSecond')) };
}

function measuresOf(usage: Usage): Measure[] {
  const measure = (name: string, value: number, unit: string): Measure => ({
    name: `per access request: ${name}`,
    value: Number(value.toFixed(3)),
    unit,
    limit: null,
  });
  const prices = readPrices(join(import.meta.dirname, 'prices.eu-west-1.json'));
  return [
    measure('state transitions', usage.stateTransition, 'transitions'),
    measure('function invocations', usage.functionRequest, 'invocations'),
    measure('function time, as long as it took here', usage.functionGigabyteSecond, 'GB-s'),
    measure('HTTP API requests', usage.httpApiRequest, 'requests'),
    measure('DynamoDB read units', usage.dynamodbReadUnit, 'units'),
    measure('DynamoDB write units', usage.dynamodbWriteUnit, 'units'),
    measure('S3 PUT, POST and LIST requests', usage.s3Write, 'requests'),
    measure('S3 GET and HEAD requests', usage.s3Read, 'requests'),
    measure('KMS requests', usage.kmsRequest, 'requests'),
    measure('emails', usage.email, 'emails'),
    {
      name: 'per access request: list price in eu-west-1, without CloudFront, logs, data transfer and storage',
      value: priceOf(usage, prices),
      unit: 'USD',
      limit: { atMost: 0.002 },
    },
  ];
}

type FunctionUsage = Pick<Usage, 'functionRequest' | 'functionGigabyteSecond' | 'httpApiRequest'>;

function functionUsage(cloud: EmbeddedCloud, dataDir: string): FunctionUsage {
  const reports = readFunctionReports(join(dataDir, 'logs'));
  const usage: Record<Extract<Billed, keyof FunctionUsage>, number> = {
    functionRequest: 0,
    functionGigabyteSecond: 0,
    httpApiRequest: 0,
  };
  for (const { type, path, realised, properties } of cloud.deployed) {
    const name = path.split('/')[1] ?? '';
    const report = reports.get(realised.ref);
    if (type !== 'AWS::Lambda::Function' || !report || name === hourly) continue;
    usage.functionRequest += report.invocations;
    usage.functionGigabyteSecond += (report.milliseconds / 1000) * (Number(properties.MemorySize) / 1024);
    if (answering.includes(name)) usage.httpApiRequest += report.invocations;
  }
  return usage;
}

/** Waits until nothing has been counted for two seconds: delivery events and closing steps come after the last answer. */
async function settled(functions: () => FunctionUsage, counted: object): Promise<FunctionUsage> {
  for (let before = ''; ; ) {
    const usage = functions();
    const now = JSON.stringify([usage, counted]);
    if (now === before) return usage;
    before = now;
    await pause(2000);
  }
}
