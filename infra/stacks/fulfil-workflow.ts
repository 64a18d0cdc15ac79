import { join } from 'node:path';
import type { ServiceFunction } from '../constructs/service-function.ts';
import { StateMachine } from '../constructs/state-machine.ts';
import { transact } from '../permissions.ts';
import { bindStore, changeStore } from '../stores.ts';
import type { WorkflowOptions } from './request-workflow.ts';
import type { ServiceParts } from './service-parts.ts';

const definitionFile = join(import.meta.dirname, '../../workflows/fulfil-request/definition.asl.json');

/** Erasing, with one function per store, which may find and change records in that store and in no other. */
export function addFulfilWorkflow(
  parts: ServiceParts,
  { organisation, stores, postgresNetwork }: WorkflowOptions,
  recordProgress: ServiceFunction,
): StateMachine {
  const { stack, permissions, table, exportsBucket, identifierKey } = parts;
  const { dataMap } = organisation;
  const erasers = dataMap.stores.map((declared) => {
    const store = bindStore(declared, stores);
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
          ...permissions.table([...transact, 'Query', 'ConditionCheckItem', 'UpdateItem']),
          ...permissions.exports('read', ['findings']),
          ...permissions.exports('read and write', ['references']),
          permissions.listExports(),
          permissions.keyedHash(),
          ...changeStore(store, organisation),
        ],
      },
      `erase-${store.id}`,
    );
    return { store: store.id, eraser };
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
  return new StateMachine(stack, 'FulfilRequest', {
    definitionFile,
    targets: { planErasure, recordProgress },
    functionsFromData: erasers.map(({ eraser }) => eraser),
  });
}
