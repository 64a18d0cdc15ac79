/** What has been started and how to stop it, in reverse order. */
export interface Shutdown {
  /** Notes how to stop what has just been started. */
  add(...steps: readonly (() => Promise<void> | void)[]): void;
  /** Stops everything once; a part that can't be stopped does not keep the others running, and its fault is thrown at the end. */
  run(): Promise<void>;
}

export function createShutdown(): Shutdown {
  const steps: (() => Promise<void> | void)[] = [];
  return {
    add(...more) {
      steps.push(...more);
    },
    async run() {
      const faults: unknown[] = [];
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          faults.push(error);
        }
      }
      if (faults.length > 0) throw new AggregateError(faults, `stopping failed: ${faults.map(String).join('; ')}`);
    },
  };
}
