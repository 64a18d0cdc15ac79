import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { accountId, type Endpoints, planCloud, region, translateAddresses } from './cloud-plan.ts';
import { takeDataFolder } from './data-folder.file.ts';
import { type DeadLetter, openDeadLetters } from './dead-letters/index.ts';
import { openDemoClock } from './demo-clock.file.ts';
import { openStreamCheckpoints, startDynamoDb } from './dynamodb/index.ts';
import { startEdgeServer } from './edge/index.ts';
import { type BusEvent, createEventBus } from './event-bus/index.ts';
import { createAsynchronousInvocations, createWorkerHost, type Invoker } from './function-host/index.ts';
import { createDemoRoutes } from './guide/index.ts';
import { startKeyService } from './key-service/index.ts';
import { startMailbox } from './mailbox/index.ts';
import { startObjectStore } from './object-store/index.ts';
import { reservePorts } from './ports.ts';
import { createScheduler } from './scheduler/index.ts';
import { createEngine, serveEngine } from './step-functions/index.ts';
import { startStreamMapping } from './streams-to-functions/index.ts';
import { synthesise } from './synthesised-app.file.ts';
import {
  type Cloud,
  constructPath,
  type DeployedResource,
  deploy,
  exceptions,
  honours,
  readAssembly,
} from './template/index.ts';

export interface EmbeddedCloudOptions {
  /** Holds all state; one process at a time. */
  readonly dataDir: string;
  /** Empties the data folder first. */
  readonly reset?: boolean;
  /** The edge's port, the other services on the seven after it; 0, the default, takes free ones. */
  readonly port?: number;
  /** The policy folder. */
  readonly organisation?: string;
  /** A synthesised app to run instead of this repository's. */
  readonly assembly?: string;
  /** This machine's clock, in milliseconds since the epoch; the demo clock adds its jumps. */
  readonly now?: () => number;
  /** Runs functions instead of worker threads. */
  readonly invoker?: Invoker;
  /** Modules every function's worker loads first, as file URLs. */
  readonly preload?: readonly string[];
  readonly log: (text: string) => void;
}

/** What a function answered: its payload parsed, and whether that is an error. */
export interface FunctionAnswer {
  readonly payload: unknown;
  readonly functionError?: 'Unhandled' | undefined;
}

export interface EmbeddedCloud {
  readonly url: string;
  readonly mailboxUrl: string;
  readonly signInUrl: string;
  readonly stepFunctionsUrl: string;
  readonly endpoints: Endpoints;
  /** Functions by construct path without the stack: `portal`, `gather-accounts`. */
  readonly functions: Readonly<Record<string, (event: unknown) => Promise<FunctionAnswer>>>;
  /** Physical ids by construct path: `PrivacyRequestsData/Requests` → table name. */
  readonly resources: Readonly<Record<string, string>>;
  /** Everything deployed, with resolved properties: roles and policies too. */
  readonly deployed: readonly DeployedResource[];
  deadLetters(): DeadLetter[];
  /** Milliseconds since the epoch, by the demo clock. */
  now(): number;
  /** Jumps ahead, a day at a time, and lets everything due on the way happen. */
  advanceClock(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const day = 86_400_000;
/** Stands for the public address in templates, so that they don't depend on the port. */
const publicUrl = 'https://privacy-requests.invalid';

/**
 * Starts everything the templates declare and resolves once all of it answers.
 * @throws StartRefused, TemplateError and the start failures of the parts: each a sentence for the terminal
 */
export async function startEmbeddedCloud(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    return await start(options, closing, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  options: EmbeddedCloudOptions,
  closing: (() => Promise<void> | void)[],
  close: () => Promise<void>,
): Promise<EmbeddedCloud> {
  const { log } = options;
  const root = resolve(import.meta.dirname, '..');
  const dataDir = resolve(options.dataDir);
  const onFault = (part: string) => (error: unknown) =>
    log(`${part}: ${error instanceof Error ? error.message : String(error)}`);

  const folder = takeDataFolder(dataDir, options.reset ?? false);
  closing.push(() => folder.release());
  const within = (name: string) => {
    mkdirSync(join(dataDir, name), { recursive: true });
    return join(dataDir, name);
  };
  const clock = openDemoClock(dataDir, options.now ?? Date.now);
  const now = () => clock.now();

  const ports = await reservePorts(host, options.port ?? 0);
  const edge = await startEdgeServer({ host, port: ports.edge, onError: onFault('edge') });
  closing.push(() => edge.close());

  const assemblyDirectory =
    options.assembly ??
    (await synthesise({
      root,
      organisation: options.organisation ?? 'policy/ferronex',
      context: { sample: 'true', publicUrl },
      progress: log,
    }));
  const assembly = readAssembly(assemblyDirectory);

  log('Starting the stores');
  const [dynamodb, objectStore] = await Promise.all([
    startDynamoDb({ host, port: ports.dynamodb, dataDir: within('dynamodb'), now }),
    startObjectStore({
      host,
      port: ports['object-store'],
      dataDir: within('object-store'),
      now,
      onFault: onFault('object store'),
    }),
  ]);
  closing.push(
    () => objectStore.close(),
    () => dynamodb.close(),
  );
  const endpoints: Endpoints = {
    dynamodb: dynamodb.url,
    objectStore: objectStore.url,
    stepFunctions: `http://${host}:${ports['step-functions']}`,
    mailbox: `http://${host}:${ports.mailbox}`,
    keyService: `http://${host}:${ports['key-service']}`,
    signIn: `http://localhost:${ports['sign-in']}`,
    edge: edge.url,
  };

  const invoker =
    options.invoker ??
    createWorkerHost({
      logDirectory: within('logs'),
      clockOffset: () => now() - Date.now(),
      environment: functionEnvironment(endpoints),
      ...(options.preload ? { preload: options.preload } : {}),
    });
  const invoke = async (name: string, event: unknown): Promise<FunctionAnswer> => {
    const outcome = await invoker.invoke(name, JSON.stringify(event ?? null));
    return {
      payload: JSON.parse(outcome.payload),
      ...(outcome.functionError ? { functionError: outcome.functionError } : {}),
    };
  };

  const ready = Promise.withResolvers<void>();
  const engine = createEngine({
    file: join(within('step-functions'), 'executions.sqlite'),
    now,
    region,
    accountId,
    // Executions that an earlier process left go on as soon as the engine opens; functions must be there first.
    async invokeFunction(arnOrName, payload) {
      await ready.promise;
      return (await invoke(functionName(arnOrName), payload)) as { payload: unknown; functionError?: 'Unhandled' };
    },
  });
  const engineServer = await serveEngine(engine, { host, port: ports['step-functions'] });
  closing.push(
    () => engine.close(),
    () => engineServer.close(),
  );

  log('Reading the templates');
  const cloud = planCloud({
    assembly,
    endpoints,
    invoker,
    logDirectory: within('logs'),
    now,
    addresses: new Map([[publicUrl, edge.url]]),
  });
  closing.push(() => destroyClients(cloud));
  const deployed = await deploy({
    assembly,
    honours,
    exceptions,
    cloud,
    region,
    accountId,
    parameters: {},
    translate: (text) => translateAddresses(cloud.addresses)(text),
  });

  const deadLetters = openDeadLetters(join(within('queues'), 'dead-letters.sqlite'), now);
  closing.push(() => deadLetters.close());
  const deliver = (arn: string, body: string) => {
    const queue = cloud.queues.get(arn);
    if (queue === undefined) throw new Error(`${arn} is not a queue of this app`);
    log(`A dead letter in ${queue}: see ${edge.url}/api/demo/dead-letters`);
    deadLetters.send(arn, body);
  };
  const asynchronous = createAsynchronousInvocations({
    file: join(within('queues'), 'asynchronous.sqlite'),
    invoker,
    deliver,
    now,
  });
  const handOver = (targetArn: string, event: unknown) =>
    asynchronous.invoke(functionName(targetArn), JSON.stringify(event));
  const bus = createEventBus((targetArn, event) => void handOver(targetArn, event));
  for (const rule of cloud.rules) bus.addRule(rule);

  const [keyService, mailbox] = await Promise.all([
    startKeyService({
      host,
      port: ports['key-service'],
      dataDir: within('keys'),
      now,
      keys: cloud.keys,
      region,
      accountId,
      onFault: onFault('key service'),
    }),
    startMailbox({
      host,
      port: ports.mailbox,
      dataDir: within('mailbox'),
      now,
      region,
      account: accountId,
      identities: [...cloud.senders],
      configurationSets: publishedEvents(cloud),
      onEvent: (event) => void bus.put(event as unknown as BusEvent),
      onFault: onFault('mailbox'),
    }),
  ]);
  closing.push(
    () => mailbox.close(),
    () => keyService.close(),
  );

  for (const definition of cloud.functions.values()) invoker.define(definition);
  for (const [name, settings] of cloud.asynchronous) asynchronous.configure(name, settings);
  // Functions end before what feeds them closes, or closing would wait for them.
  const invocationsClosed = Promise.withResolvers<void>();
  closing.push(() => invocationsClosed.promise);
  closing.push(() => invoker.close());
  closing.push(() => void asynchronous.close().then(invocationsClosed.resolve, invocationsClosed.reject));
  asynchronous.start();
  ready.resolve();

  const checkpoints = openStreamCheckpoints(join(within('streams'), 'checkpoints.sqlite'));
  const mappings = cloud.streamMappings.map((mapping) =>
    startStreamMapping(mapping, {
      endpoint: dynamodb.url,
      region,
      checkpoints,
      invoker,
      deliver,
      onError: onFault(`stream to ${mapping.functionName}`),
    }),
  );
  closing.push(async () => {
    await Promise.all(mappings.map((mapping) => mapping.close()));
    checkpoints.close();
  });

  const scheduler = createScheduler({
    file: join(within('scheduler'), 'schedules.sqlite'),
    now,
    run: (targetArn, input) => asynchronous.invoke(functionName(targetArn), input),
  });
  closing.push(() => scheduler.close());
  for (const schedule of cloud.schedules) scheduler.add(schedule);
  scheduler.start();

  async function advanceClock(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= day) {
      clock.advance(Math.min(left, day));
      engine.wake();
      await scheduler.runDue();
      await dynamodb.expireItems();
    }
  }

  const [distribution] = cloud.distributions;
  if (!distribution) throw new Error('the templates have no distribution');
  const demo = createDemoRoutes({
    clock,
    advance: advanceClock,
    deadLetters,
    addresses: {
      memberSite: edge.url,
      staffConsole: `${edge.url}/staff`,
      mailbox: mailbox.url,
      stepFunctions: engineServer.url,
      dataDir,
    },
  });
  edge.serve(async (request) => (await demo(request)) ?? distribution.handle(request));

  const resources = [...deployed.values()];
  return {
    url: edge.url,
    mailboxUrl: mailbox.url,
    signInUrl: endpoints.signIn,
    stepFunctionsUrl: engineServer.url,
    endpoints,
    functions: Object.fromEntries(
      [...cloud.functions.keys()].map((name) => [shortName(name, resources), (event: unknown) => invoke(name, event)]),
    ),
    resources: Object.fromEntries(resources.map(({ path, realised }) => [constructPath(path), realised.ref])),
    deployed: resources,
    deadLetters: () => deadLetters.list(),
    now,
    advanceClock,
    close,
  };
}

/** What every function is given besides its own environment, so that the SDK's clients come home. */
function functionEnvironment(endpoints: Endpoints): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_S3: endpoints.objectStore,
    AWS_ENDPOINT_URL_SFN: endpoints.stepFunctions,
    AWS_ENDPOINT_URL_SESV2: endpoints.mailbox,
    AWS_ENDPOINT_URL_KMS: endpoints.keyService,
  };
}

function functionName(arnOrName: string): string {
  return /:function:([^:/]+)/.exec(arnOrName)?.[1] ?? arnOrName;
}

function shortName(name: string, resources: readonly DeployedResource[]): string {
  const resource = resources.find(({ type, realised }) => type === 'AWS::Lambda::Function' && realised.ref === name);
  return constructPath(resource?.path ?? name).replace(/^[^/]+\//, '');
}

/** Names as SES publishes them; types that the mailbox never produces are left out. */
function publishedEvents(cloud: Cloud): Record<string, ('Send' | 'Delivery' | 'Bounce' | 'Complaint')[]> {
  const names = { send: 'Send', delivery: 'Delivery', bounce: 'Bounce', complaint: 'Complaint' } as const;
  return Object.fromEntries(
    [...cloud.configurationSets.values()].map((set) => [
      set.name,
      Object.entries(names).flatMap(([type, name]) => (set.eventTypes.has(type) ? [name] : [])),
    ]),
  );
}

function destroyClients(cloud: Cloud): void {
  cloud.dynamodb.destroy();
  cloud.s3.destroy();
  cloud.stepFunctions.destroy();
}
