import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sampleDatabases } from '../infra/sample-database.ts';
import { accountId, type Endpoints, planCloud, region, translateAddresses } from './cloud-plan.ts';
import { takeDataFolder } from './data-folder.file.ts';
import type { DeadLetter } from './dead-letters/index.ts';
import { openDemoClock } from './demo-clock.file.ts';
import { createPutBackClock, type DemoRequests, openProgressFile, startDemoRequests } from './demo-requests/index.ts';
import { startEdgeServer } from './edge/index.ts';
import { createEventFlow } from './event-flow.ts';
import { startFrontServices } from './front-services.ts';
import { createWorkerHost, type Invoker } from './function-host/index.ts';
import { createDemoRoutes } from './guide/index.ts';
import { reservePorts } from './ports.ts';
import { type RunningRecipients, startRecipients } from './recipients.ts';
import { announceRunning } from './running.file.ts';
import type { SampleSize } from './sample/index.ts';
import { startListings } from './sample/listings/listing-server.ts';
import { seed } from './seed.ts';
import { createShutdown, type Shutdown } from './shutdown.ts';
import { createEngine, serveEngine } from './step-functions/index.ts';
import { startStores } from './stores.ts';
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
  /** The edge's port, the other services on the ten after it; 0, the default, takes free ones. */
  readonly port?: number;
  /** The policy folder. */
  readonly organisation?: string;
  /** Also runs the sample platform and fills its stores. */
  readonly sample?: SampleSize;
  /** Also makes requests to look at, once, in a data folder that was empty. They need the sample platform. */
  readonly demoRequests?: boolean;
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
  readonly functionError?: 'Unhandled';
}

export interface EmbeddedCloud {
  readonly url: string;
  readonly mailboxUrl: string;
  readonly signInUrl: string;
  readonly stepFunctionsUrl: string;
  readonly endpoints: Endpoints;
  /** Pages of the sample platform's recipients by key; empty without it. */
  readonly recipientUrls: Partial<RunningRecipients['urls']>;
  /** Public pages of the sample platform's listings; absent without it. */
  readonly listingsUrl?: string;
  /** Functions by construct path without the stack: `portal`, `gather-accounts`. */
  readonly functions: Readonly<Record<string, (event: unknown) => Promise<FunctionAnswer>>>;
  /** Physical ids by construct path: `PrivacyRequestsData/Requests` → table name. */
  readonly resources: Readonly<Record<string, string>>;
  /** Everything deployed, with resolved properties: roles and policies too. */
  readonly deployed: readonly DeployedResource[];
  deadLetters(): DeadLetter[];
  /** Milliseconds since the epoch, by the demo clock. */
  now(): number;
  /**
   * Jumps ahead and lets everything due on the way happen: a day at a time, and from one wait of a workflow to the next. Waits for the
   * functions that workflows have called, so that no jump makes them too late.
   */
  advanceClock(milliseconds: number): Promise<void>;
  /** Being made in the background; undefined where none are asked for. */
  readonly demoRequests: DemoRequests | undefined;
  /** Settles with the reason when a part has died by itself. */
  readonly stopped: Promise<string>;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const day = 86_400_000;
/** Stands for the public address in the templates, so that they don't depend on the port. */
const publicUrl = 'https://privacy-requests.invalid';

/**
 * Starts everything the templates declare and resolves once all of it answers.
 * @throws StartRefused, TemplateError and the start failures of the parts: each a sentence for the terminal
 */
export async function startEmbeddedCloud(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
  const shutdown = createShutdown();
  try {
    return await start(options, shutdown);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function start(options: EmbeddedCloudOptions, shutdown: Shutdown): Promise<EmbeddedCloud> {
  const { log, sample } = options;
  const dataDir = resolve(options.dataDir);
  const onFault = (part: string) => (error: unknown) =>
    log(`${part}: ${error instanceof Error ? error.message : String(error)}`);

  const folder = takeDataFolder(dataDir, options.reset ?? false);
  shutdown.add(() => folder.release());
  const machine = options.now ?? Date.now;
  const clock = openDemoClock(dataDir, machine);
  const now = () => clock.now();
  // At once: a folder is new only until the stores have begun in it.
  const demoProgress = options.demoRequests ? openProgressFile(dataDir, folder.isNew, now()) : undefined;

  const ports = await reservePorts(host, options.port ?? 0);
  const edge = await startEdgeServer({ host, port: ports.edge, onError: onFault('edge') });
  shutdown.add(() => edge.close());

  log('Starting the stores');
  const starting = startStores({ host, ports, dataDir, now, withPostgres: sample !== undefined, onFault, shutdown });
  const [stores, directory] = await settleAll(starting, options.assembly ?? synthesiseProduct(options));
  const { dynamodb, objectStore, postgres } = stores;
  const assembly = readAssembly(directory);
  const endpoints: Endpoints = {
    dynamodb: dynamodb.url,
    objectStore: objectStore.url,
    stepFunctions: `http://${host}:${ports['step-functions']}`,
    mailbox: `http://${host}:${ports.mailbox}`,
    keyService: `http://${host}:${ports['key-service']}`,
    signIn: `http://localhost:${ports['sign-in']}`,
    edge: edge.url,
  };

  const logDirectory = join(dataDir, 'logs');
  const runFunctions =
    options.invoker ??
    createWorkerHost({
      logDirectory,
      clockOffset: () => now() - Date.now(),
      environment: functionEnvironment(endpoints),
      codeCache: join(directory, 'compiled'),
      ...(options.preload ? { preload: options.preload } : {}),
    });
  const putBackClock = demoProgress && !demoProgress.read().complete ? createPutBackClock(runFunctions) : undefined;
  const invoker = putBackClock?.invoker ?? runFunctions;
  const invoke = async (name: string, event: unknown): Promise<FunctionAnswer> => {
    const { payload, functionError } = await invoker.invoke(name, JSON.stringify(event ?? null));
    return { payload: JSON.parse(payload), ...(functionError ? { functionError } : {}) };
  };

  const functionsReady = Promise.withResolvers<void>();
  const stepFunctions = join(dataDir, 'step-functions');
  mkdirSync(stepFunctions, { recursive: true });
  const engine = createEngine({
    file: join(stepFunctions, 'executions.sqlite'),
    now,
    region,
    accountId,
    // Executions that an earlier process left go on as soon as the engine opens; the functions come a moment later.
    async invokeFunction(arnOrName, payload) {
      await functionsReady.promise;
      return invoke(/:function:([^:/]+)/.exec(arnOrName)?.[1] ?? arnOrName, payload);
    },
  });
  const engineServer = await serveEngine(engine, { host, port: ports['step-functions'] });
  shutdown.add(
    () => engine.close(),
    () => engineServer.close(),
  );

  log('Deploying the templates');
  const addresses = new Map([[publicUrl, edge.url]]);
  for (const roles of Object.values(sampleDatabases))
    for (const address of Object.values(roles)) if (postgres) addresses.set(address, withUser(address, postgres.url));
  const recipients = sample ? await startRecipients({ host, ports, dataDir, now, shutdown }) : undefined;
  for (const [address, here] of recipients?.addresses ?? []) addresses.set(address, here);
  const cloud = planCloud({ assembly, endpoints, invoker, logDirectory, now, addresses });
  shutdown.add(() => destroyClients(cloud));
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
  const [distribution] = cloud.distributions;
  if (!distribution) throw new Error('the templates have no distribution');
  for (const definition of cloud.functions.values()) invoker.define(definition);

  const flow = createEventFlow({
    cloud,
    invoker,
    dataDir: join(dataDir, 'events'),
    streamEndpoint: dynamodb.url,
    onDeadLetter: (queue) => log(`Work was given up: a dead letter in ${queue}, see ${edge.url}/api/demo/dead-letters`),
    onFault,
    shutdown,
  });
  const front = await startFrontServices({ cloud, host, ports, dataDir, onEvent: flow.put, onFault, shutdown });
  const resources = [...deployed.values()];
  if (sample && postgres) await seed(sample, endpoints, postgres.connectionString, resources, log);
  const listings = postgres
    ? await startListings({
        host,
        port: ports.listings,
        connectionString: postgres.connectionString,
        onFault: onFault('listings'),
      })
    : undefined;
  if (listings) shutdown.add(() => listings.close());
  const physical = Object.fromEntries(resources.map(({ path, realised }) => [constructPath(path), realised.ref]));
  const replayErasures = physical['PrivacyRequestsService/ReplayErasures'];
  if (replayErasures !== undefined)
    shutdown.add(announceRunning(dataDir, { stepFunctions: engineServer.url, replayErasures }));
  functionsReady.resolve();
  flow.start();

  async function advanceClock(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; ) {
      // What runs takes moments, not the days that are jumped over; what it waits for comes in its turn.
      await engine.idle();
      const step = Math.max(1, Math.min(left, day, engine.nextDue() - now()));
      left -= step;
      clock.advance(step);
      engine.wake();
      await flow.runSchedules();
      await dynamodb.expireItems();
    }
  }

  const functionNames = new Map([...cloud.functions.keys()].map((name) => [shortName(name, resources), name]));
  const functions = Object.fromEntries(
    [...functionNames].map(([short, name]) => [short, (event: unknown) => invoke(name, event)]),
  );
  let demoRequests: DemoRequests | undefined;
  const demo = createDemoRoutes({
    demoRequests: () => demoRequests?.standing(),
    clock,
    advance: advanceClock,
    deadLetters: flow.deadLetters,
    addresses: {
      memberSite: edge.url,
      staffConsole: `${edge.url}/staff`,
      mailbox: front.mailbox.url,
      stepFunctions: engineServer.url,
      recipients: recipients?.urls ?? {},
      ...(listings ? { listings: listings.url } : {}),
      dataDir,
    },
  });
  edge.serve(async (request) => (await demo(request)) ?? distribution.handle(request));
  if (putBackClock && demoProgress) {
    demoRequests = startDemoRequests({
      url: edge.url,
      mailboxUrl: front.mailbox.url,
      handle: (request) => distribution.handle(request),
      clock: putBackClock,
      now,
      functionNamed: (name) => functionNames.get(name) ?? name,
      sweep: async () => functions.sweep?.({}),
      progress: demoProgress,
      log,
    });
    shutdown.add(demoRequests.stop);
  }

  return {
    url: edge.url,
    mailboxUrl: front.mailbox.url,
    signInUrl: endpoints.signIn,
    stepFunctionsUrl: engineServer.url,
    recipientUrls: recipients?.urls ?? {},
    ...(listings ? { listingsUrl: listings.url } : {}),
    endpoints,
    functions,
    resources: physical,
    deployed: resources,
    deadLetters: () => flow.deadLetters.list(),
    now,
    advanceClock,
    demoRequests,
    stopped: firstDeath([dynamodb, postgres, front.signIn]),
    close: () => shutdown.run(),
  };
}

/** The database here, for the user whom the address in the templates names. */
function withUser(address: string, here: string): string {
  const url = new URL(here);
  url.username = new URL(address).username;
  url.password = '';
  return url.href;
}

function synthesiseProduct({ organisation, sample, log }: EmbeddedCloudOptions): Promise<string> {
  return synthesise({
    root: resolve(import.meta.dirname, '..'),
    organisation: organisation ?? 'policy/ferronex',
    context: { publicUrl, region, ...(sample ? { sample: 'true' } : {}) },
    progress: log,
  });
}

/** Waits for both to end, so that nothing is still starting when one has failed. */
async function settleAll<A, B>(first: Promise<A>, second: Promise<B> | B): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (b.status === 'rejected') throw b.reason;
  if (a.status === 'rejected') throw a.reason;
  return [a.value, b.value];
}

/** Settles with the reason when any of the parts has died by itself. */
function firstDeath(parts: readonly ({ stopped: Promise<string | undefined> } | undefined)[]): Promise<string> {
  return new Promise((resolve) => {
    for (const part of parts) {
      void part?.stopped.then((reason) => {
        if (reason !== undefined) resolve(reason);
      });
    }
  });
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

function shortName(name: string, resources: readonly DeployedResource[]): string {
  const resource = resources.find(({ type, realised }) => type === 'AWS::Lambda::Function' && realised.ref === name);
  return constructPath(resource?.path ?? name).replace(/^[^/]+\//, '');
}

function destroyClients(cloud: Cloud): void {
  cloud.dynamodb.destroy();
  cloud.s3.destroy();
  cloud.stepFunctions.destroy();
}
