/** Polls every `everyMs` until `condition` holds; throws after `withinMs`, naming what was waited for. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 10_000,
  everyMs = 5,
): Promise<void> {
  for (const deadline = performance.now() + withinMs; ; ) {
    if (await condition()) return;
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
