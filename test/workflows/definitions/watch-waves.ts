/** Watches which collections are worked on at the same time, where each should meet all others of its wave. */
export function watchWaves(waves: readonly (readonly string[])[]) {
  const underWay = new Set<string>();
  const met = new Set<string>();
  const together: string[][] = [];
  return {
    /** For each collection that was worked on, all that were under way just before it ended; in the order they ended. */
    together,
    async workOn(collection: string): Promise<void> {
      underWay.add(collection);
      met.add(collection);
      // A busy machine may start them some turns apart; those done one after the other would never meet.
      const wave = waves.find((one) => one.includes(collection)) ?? [];
      for (let turn = 0; turn < 500 && !wave.every((one) => met.has(one)); turn++)
        await new Promise((resolve) => setImmediate(resolve));
      together.push([...underWay].sort());
      underWay.delete(collection);
    },
  };
}
