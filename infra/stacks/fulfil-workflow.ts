import { join } from 'node:path';
import type { ServiceFunction } from '../constructs/service-function.ts';
import { StateMachine } from '../constructs/state-machine.ts';
import { transact } from '../permissions.ts';
import { readRecipientSecrets, recipientEndpoints } from '../recipients.ts';
import { bindStore, changeStore, toErase } from '../stores.ts';
import { addReplayWorkflow } from './replay-workflow.ts';
import type { WorkflowOptions } from './request-workflow.ts';
import type { ServiceParts } from './service-parts.ts';

const definitionFile = join(import.meta.dirname, '../../workflows/fulfil-request/definition.asl.json');

/** Erasing and erasing once more, with one function per store, which may find and change records in that store and in no other. */
export function addFulfilWorkflows(
  parts: ServiceParts,
  options: WorkflowOptions,
  recordProgress: ServiceFunction,
): { readonly fulfilRequest: StateMachine; readonly replayErasures: StateMachine } {
  const { stack, permissions, table, exportsBucket, identifierKey } = parts;
  const { stores, postgresNetwork } = options;
  const { dataMap } = options.organisation;
  const erasers = dataMap.stores.flatMap((declared) => {
    const store = toErase(bindStore(declared, stores));
    // There people erase, and say so.
    if (store.kind === 'manual') return [];
    const eraser = parts.function(
      `erase-${store.kind}`,
      {
        description: `Erases in the store ${store.id}`,
        // Objects are rewritten as streams; CPU for unpacking and packing them is what more memory buys.
        memory: 1024,
        network: store.kind === 'postgres' ? postgresNetwork : undefined,
        // Lambda's longest: it stops by itself between batches before that and is called again.
        timeout: 900,
        environment: {
          REQUESTS_TABLE: table,
          EXPORTS_BUCKET: exportsBucket,
          IDENTIFIER_KEY_ID: identifierKey,
          STORE: stack.toJsonString(store),
        },
        permissions: [
          // A claim checks holds and request in the transaction that writes it.
          ...permissions.table([...transact, 'Query', 'ConditionCheckItem', 'UpdateItem'], ['queue']),
          ...permissions.exports('read', ['findings']),
          ...permissions.exports('read and write', ['references']),
          permissions.listExports(),
          permissions.keyedHash(),
          ...changeStore(store, options.organisation),
        ],
      },
      `erase-${store.id}`,
    );
    return [{ store: store.id, eraser }];
  });
  const planErasure = parts.function('plan-erasure', {
    description: 'Workflow step: which collections are to be erased, in which order?',
    memory: 256,
    timeout: 30,
    environment: {
      REQUESTS_TABLE: table,
      ERASERS: stack.toJsonString(Object.fromEntries(erasers.map(({ store, eraser }) => [store, eraser.arn]))),
    },
    permissions: permissions.table(transact),
  });
  const fulfilRequest = new StateMachine(stack, 'FulfilRequest', {
    definitionFile,
    targets: { planErasure, recordProgress, ...recipientSteps(parts, options) },
    functionsFromData: erasers.map(({ eraser }) => eraser),
  });
  return { fulfilRequest, replayErasures: addReplayWorkflow(parts, erasers) };
}

function recipientSteps(parts: ServiceParts, options: WorkflowOptions) {
  const { permissions, stack, table } = parts;
  const endpoints = recipientEndpoints(options);
  const listRecipients = parts.function('list-recipients', {
    description: 'Workflow step: who is to be told of what was erased?',
    memory: 256,
    timeout: 30,
    environment: { REQUESTS_TABLE: table },
    permissions: permissions.table(transact),
  });
  const notifyRecipient = parts.function('notify-recipient', {
    description: 'Workflow step: tells a recipient that data was erased',
    memory: 256,
    // The recipient has ten seconds.
    timeout: 30,
    environment: { REQUESTS_TABLE: table, RECIPIENTS: stack.toJsonString(endpoints), PUBLIC_URL: options.publicUrl },
    permissions: [...permissions.table(transact), ...readRecipientSecrets(endpoints)],
  });
  return { listRecipients, notifyRecipient };
}
