import { createShiftedDate } from '../../local/function-host/shifted-date.ts';
import { createSourceFunctions, type SourceFunctions } from './source-functions.ts';
import { startTestCloud, type TestCloud } from './test-cloud.ts';

export interface SourceCloud extends TestCloud {
  readonly source: SourceFunctions;
}

export interface SourceCloudOptions {
  /** Policy folder; FerroNex's unless given. */
  readonly organisation?: string;
  /** Changes payloads (JSON text) on their way to functions. */
  readonly adapt?: (payload: string) => string;
}

const machineDate = globalThis.Date;

/**
 * A test cloud whose functions run in this process from their sources, so that a test can stand between them and the SDK.
 * While it is up, `Date` shows its demo clock.
 */
export async function startSourceCloud({
  organisation,
  adapt = (payload) => payload,
}: SourceCloudOptions = {}): Promise<SourceCloud> {
  const source = createSourceFunctions();
  let started: TestCloud | undefined;
  globalThis.Date = createShiftedDate(machineDate, () => (started ? started.now() - machineDate.now() : 0));
  const cloud = await startTestCloud({
    ...(organisation === undefined ? {} : { organisation }),
    now: () => machineDate.now(),
    invoker: { ...source, invoke: (name, payload) => source.invoke(name, adapt(payload)) },
  }).catch((error: unknown) => {
    globalThis.Date = machineDate;
    throw error;
  });
  started = cloud;
  const { endpoints } = cloud;
  source.connect({
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.objectStore,
    AWS_ENDPOINT_URL_SFN: endpoints.stepFunctions,
    AWS_ENDPOINT_URL_SESV2: endpoints.mailbox,
    AWS_ENDPOINT_URL_KMS: endpoints.keyService,
  });
  return {
    ...cloud,
    source,
    async close() {
      await cloud.close();
      globalThis.Date = machineDate;
    },
  };
}
