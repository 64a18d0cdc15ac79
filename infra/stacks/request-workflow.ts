import { join } from 'node:path';
import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Organisation } from '../../functions/shared/organisation.ts';
import { alarmPeriod } from '../constructs/alarms.ts';
import type { Network, ServiceFunction } from '../constructs/service-function.ts';
import { StateMachine } from '../constructs/state-machine.ts';
import { transact } from '../permissions.ts';
import type { PhysicalRecipients } from '../recipients.ts';
import { bindStore, type PhysicalStores, queryCollection, readStore, toRead } from '../stores.ts';
import { addFulfilWorkflows } from './fulfil-workflow.ts';
import type { ServiceParts } from './service-parts.ts';

export interface WorkflowOptions {
  readonly organisation: Organisation;
  readonly stores: PhysicalStores;
  readonly recipients: PhysicalRecipients;
  /** Address people see, without a slash at its end; recipients answer there too. */
  readonly publicUrl: string;
  /** Where PostgreSQL can be reached from, when it is in a network of its own. */
  readonly postgresNetwork?: Network | undefined;
}

const workflows = join(import.meta.dirname, '../../workflows');

/** The workflows of a request and the functions behind their steps. */
export function addRequestWorkflow(parts: ServiceParts, options: WorkflowOptions): StateMachine {
  const { permissions, table, exportsBucket, stack } = parts;
  const onTable = { REQUESTS_TABLE: table };
  const step = { memory: 256, timeout: 30 };
  const readPosition = parts.function('read-position', {
    ...step,
    description: 'Workflow step: where does the request stand?',
    environment: onTable,
    permissions: permissions.table(['GetItem']),
  });
  const recordProgress = parts.function('record-progress', {
    ...step,
    description: 'Workflow step: record what only the workflow knows',
    environment: onTable,
    permissions: permissions.table([...transact, 'UpdateItem']),
  });
  const awaitPerson = parts.function('await-person', {
    ...step,
    description: 'Workflow step: keep the token until a person has decided',
    environment: onTable,
    permissions: permissions.table(['GetItem', 'PutItem', 'DeleteItem']),
  });
  const checkHolds = parts.function('check-holds', {
    ...step,
    description: 'Workflow step: is any of this under a legal hold?',
    environment: { ...onTable, EXPORTS_BUCKET: exportsBucket },
    permissions: [
      ...permissions.table([...transact, 'Query']),
      // Companies that gathering found, for holds on a company.
      ...permissions.exports('read', ['findings', 'references']),
      permissions.listExports(),
    ],
  });
  const gatherData = addGatherWorkflow(parts, options, recordProgress);
  const { fulfilRequest, replayErasures } = addFulfilWorkflows(parts, options, recordProgress);
  new CfnOutput(stack, 'ReplayErasuresArn', {
    value: replayErasures.arn,
    description: 'REPLAY_ERASURES_ARN of `npm run -s privacy -- replay-erasures`',
  });
  const machine = new StateMachine(stack, 'PrivacyRequest', {
    definitionFile: join(workflows, 'privacy-request/definition.asl.json'),
    targets: {
      readPosition,
      verifyIdentity: identityStep(parts, options),
      gatherData,
      checkHolds,
      prepareReview: reviewStep(parts),
      recordProgress,
      awaitPerson,
      buildPackage: packageStep(parts),
      fulfilRequest,
    },
  });
  mayResume(stack, awaitPerson, machine);
  parts.alarm('WorkflowFailed', {
    metric: machine.machine.metricFailed({ period: alarmPeriod, statistic: 'Sum' }),
    consequence: 'A request could not even be parked; nobody is working on it until the sweep starts it again.',
    runbook: 'a-workflow-failed',
  });
  parts.alarm('WorkflowTimedOut', {
    metric: machine.machine.metricTimedOut({ period: alarmPeriod, statistic: 'Sum' }),
    consequence: 'A request has been open for most of a year.',
    runbook: 'a-workflow-timed-out',
  });
  return machine;
}

function identityStep(parts: ServiceParts, { organisation, stores }: WorkflowOptions): ServiceFunction {
  const { stack, permissions, table } = parts;
  const { dataMap } = organisation;
  const { collection } = dataMap.accountDirectory;
  const home = dataMap.collections.find(({ id }) => id === collection)?.store;
  const declared = dataMap.stores.find(({ id }) => id === home);
  if (!declared) throw new Error(`the account directory ${collection} is in no store of the data map`);
  const store = toRead(bindStore(declared, stores));
  return parts.function('verify-identity', {
    description: 'Workflow step: is the address on record?',
    memory: 256,
    timeout: 30,
    environment: { REQUESTS_TABLE: table, STORE: stack.toJsonString(store) },
    permissions: [...permissions.table(transact), ...queryCollection(store, dataMap, collection)],
  });
}

function reviewStep(parts: ServiceParts): ServiceFunction {
  const { permissions, table, exportsBucket } = parts;
  return parts.function('prepare-review', {
    description: 'Workflow step: what the copy says of other people, and who is told before a deletion',
    // A whole CPU, for going through texts; records stream through.
    memory: 1769,
    timeout: 900,
    environment: { REQUESTS_TABLE: table, EXPORTS_BUCKET: exportsBucket },
    permissions: [
      ...permissions.table(transact),
      ...permissions.exports('read', ['findings']),
      ...permissions.exports('read and write', ['redactions']),
      permissions.listExports(),
    ],
  });
}

function packageStep(parts: ServiceParts): ServiceFunction {
  const { permissions, table, exportsBucket } = parts;
  return parts.function('build-package', {
    description: 'Workflow step: pack approved findings for the member',
    // A whole CPU, for deflate; records stream through, so memory is not what limits it.
    memory: 1769,
    timeout: 900,
    environment: { REQUESTS_TABLE: table, EXPORTS_BUCKET: exportsBucket },
    permissions: [
      ...permissions.table(['GetItem']),
      ...permissions.exports('read', ['findings', 'redactions']),
      ...permissions.exports('upload', ['package']),
    ],
  });
}

/** One function per store, which may read that store and no other. */
function addGatherWorkflow(
  parts: ServiceParts,
  { organisation, stores, postgresNetwork }: WorkflowOptions,
  recordProgress: ServiceFunction,
): StateMachine {
  const { stack, permissions, table, exportsBucket } = parts;
  const { dataMap, rights } = organisation;
  const gatherers = dataMap.stores.map((declared) => {
    const store = toRead(bindStore(declared, stores));
    const gatherer = parts.function(
      `gather-${store.kind}`,
      {
        description: `Reads the store ${store.id}`,
        // Pages are held one at a time; CPU for parsing is what more memory would buy.
        memory: 512,
        network: store.kind === 'postgres' ? postgresNetwork : undefined,
        // Lambda's longest: it stops by itself between pages before that and is called again.
        timeout: 900,
        environment: {
          REQUESTS_TABLE: table,
          EXPORTS_BUCKET: exportsBucket,
          STORE: stack.toJsonString(store),
        },
        permissions: [
          ...permissions.table(transact),
          ...permissions.exports('read and write', ['findings', 'references']),
          permissions.listExports(),
          ...(store.kind === 'manual' ? permissions.exports('read', ['submissions']) : []),
          ...readStore(store, dataMap, rights),
        ],
      },
      `gather-${store.id}`,
    );
    return { store: store.id, gatherer };
  });
  const planGathering = parts.function('plan-gathering', {
    description: 'Workflow step: which collections, in which order?',
    memory: 256,
    timeout: 30,
    environment: {
      REQUESTS_TABLE: table,
      GATHERERS: stack.toJsonString(Object.fromEntries(gatherers.map(({ store, gatherer }) => [store, gatherer.arn]))),
    },
    permissions: permissions.table(transact),
  });
  return new StateMachine(stack, 'GatherData', {
    definitionFile: join(workflows, 'gather-data/definition.asl.json'),
    targets: { planGathering, recordProgress },
    functionsFromData: gatherers.map(({ gatherer }) => gatherer),
  });
}

/** Kept apart from the role's own policy, on which the function waits, and the workflow waits on the function. */
function mayResume(stack: Stack, step: ServiceFunction, workflow: StateMachine): void {
  new Policy(stack, `${step.node.id}-resume`, {
    roles: [step.role],
    statements: [new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: [workflow.arn] })],
  });
}
