/** Polls every `everyMs`, rarer after a while, until `condition` holds; throws after `withinMs`, naming what was waited for. */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 10_000,
  everyMs = 5,
): Promise<void> {
  for (const start = performance.now(); ; ) {
    if (await condition()) return;
    const waited = performance.now() - start;
    if (waited > withinMs) throw new Error(`Waited ${withinMs} ms in vain until ${what}`);
    // What is waited for needs the processor too.
    await new Promise((resolve) => setTimeout(resolve, Math.max(everyMs, Math.min(500, waited / 8))));
  }
}
