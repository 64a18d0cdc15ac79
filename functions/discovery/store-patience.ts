/** How long a store may keep a function waiting without a word, in milliseconds; then it counts as down. */
export const storePatienceMs = 60_000;

/**
 * For clients of a store: reached within seconds, and an answer begun in time, or it is down. The workflow then tries again,
 * long before the function itself would be ended.
 */
export const storeRequests = {
  connectionTimeout: 5_000,
  requestTimeout: storePatienceMs,
  throwOnRequestTimeout: true,
} as const;

/**
 * Passes items on. Where none comes for so long, though one was asked for, `giveUp` is called, which has to end the source.
 * Who takes long between items is not hurried.
 */
export async function* patiently<Item>(
  items: AsyncIterable<Item>,
  giveUp: () => void,
  patienceMs: number = storePatienceMs,
): AsyncIterable<Item> {
  let isWaiting = true;
  let looked = 0;
  // A timer for each item would cost more than the item.
  const timer = setInterval(() => {
    looked = isWaiting ? looked + 1 : 0;
    if (looked > 1) giveUp();
  }, patienceMs / 2);
  try {
    for await (const item of items) {
      isWaiting = false;
      yield item;
      isWaiting = true;
      looked = 0;
    }
  } finally {
    clearInterval(timer);
  }
}
