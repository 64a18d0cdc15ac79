/** Something that holds workers and can give an idle one back. */
export interface WorkerHolder {
  /** Ends one idle worker; false when all are busy. */
  releaseIdle(): boolean;
  /** A place may be had now: one is free, or another function's worker is idle. */
  placeOffered(): void;
}

/** Bounds the workers of all functions together: a function that needs one takes the place of another's idle worker. */
export class WorkerBudget {
  readonly #limit: number;
  readonly #holders = new Set<WorkerHolder>();
  #taken = 0;
  /** A place passes from one holder to another: it is not free in between. */
  #passing = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  join(holder: WorkerHolder): void {
    this.#holders.add(holder);
  }

  /** Takes a place; false when every worker of every function is busy. */
  take(holder: WorkerHolder): boolean {
    if (this.#taken >= this.#limit) {
      const others = [...this.#holders].filter((other) => other !== holder);
      this.#passing = true;
      const released = others.some((other) => other.releaseIdle());
      this.#passing = false;
      if (!released) return false;
    }
    this.#taken += 1;
    return true;
  }

  /** Gives a place back and tells those who may wait for it. */
  give(): void {
    this.#taken -= 1;
    this.offer();
  }

  /** Tells those who may wait that a place is free or a worker idle. */
  offer(): void {
    if (this.#passing) return;
    for (const holder of this.#holders) holder.placeOffered();
  }
}
