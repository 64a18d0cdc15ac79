import { expect, it } from 'vitest';
import { WorkerBudget, type WorkerHolder } from '../../../../local/function-host/worker-budget.ts';

/** Takes a place for each thing that waits, as a function's pool does. */
class Pool implements WorkerHolder {
  readonly #budget: WorkerBudget;
  waiting = 0;
  busy = 0;
  idle = 0;

  constructor(budget: WorkerBudget) {
    this.#budget = budget;
    budget.join(this);
  }

  releaseIdle(): boolean {
    if (this.idle === 0) return false;
    this.idle -= 1;
    this.#budget.give();
    return true;
  }

  placeOffered(): void {
    while (this.waiting > 0 && this.#budget.take(this)) {
      // Taking may itself have served who waits here; a place without work is lost for ever.
      expect(this.waiting).toBeGreaterThan(0);
      this.waiting -= 1;
      this.busy += 1;
    }
  }
}

it('passes the place of an idle worker to the one who needs it, once', () => {
  const budget = new WorkerBudget(2);
  const [first, second] = [new Pool(budget), new Pool(budget)];
  first.waiting = 2;
  first.placeOffered();
  first.busy = 0;
  first.idle = 2;
  second.waiting = 1;
  second.placeOffered();
  expect([first.idle, second.busy, second.waiting]).toEqual([1, 1, 0]);

  second.waiting = 1;
  second.placeOffered();
  expect([first.idle, second.busy, second.waiting]).toEqual([0, 2, 0]);

  first.waiting = 1;
  first.placeOffered();
  expect([first.busy, first.waiting]).toEqual([0, 1]);
  second.busy = 1;
  budget.give();
  expect([first.busy, first.waiting]).toEqual([1, 0]);
});
