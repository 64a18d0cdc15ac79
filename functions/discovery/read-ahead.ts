import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * The same items, each asked for while the one before is being worked on, so that neither waits for the other. Nothing is
 * asked for ahead once `mayGoOn` says no. What fails is thrown in its turn, and not at all when the reader stops before.
 */
export async function* readAhead<Item>(items: AsyncIterable<Item>, mayGoOn: () => boolean): AsyncIterable<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let ahead: Promise<IteratorResult<Item>> | undefined;
  try {
    for (;;) {
      const { done, value } = await (ahead ?? iterator.next());
      if (done) return;
      ahead = mayGoOn() ? iterator.next() : undefined;
      // Awaited above in its turn; until then Node must not take it for unhandled.
      ahead?.catch(() => undefined);
      // Work without input or output would otherwise keep the question from being sent until it is done.
      if (ahead) await nextTurn();
      yield value;
    }
  } finally {
    await iterator.return?.();
  }
}
