import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One project per kind of proof, so each can be run alone: `npx vitest run --project unit`. */
export default defineConfig({
  test: {
    // Left to itself Vitest keeps one core free; but journeys wait for a third of their time: three on two cores.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    globalSetup: 'test/support/temporary-folder.ts',
    projects: [
      // Where files leave nothing behind in the process, loading the modules once for all of them saves up to half the time.
      project('unit', 10_000, { isolate: false }),
      project('workflows', 30_000, { isolate: false }),
      project('infra', 120_000, { isolate: false }),
      project('integration', 300_000),
      project('e2e', 300_000, { isolate: false }),
      // Crashes at every call and kills of the whole cloud: minutes of work, apart so that the rest can be run without.
      project('crashes', 900_000),
    ],
  },
});

function project(name: string, testTimeout: number, more: { readonly isolate?: boolean } = {}) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`, `test/${name}/**/*.test.tsx`],
      testTimeout,
      hookTimeout: Math.max(testTimeout, 60_000),
      ...more,
    },
  };
}
