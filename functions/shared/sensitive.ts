import { inspect } from 'node:util';

/**
 * Personal data on its way through a function. It prints, serialises and concatenates as `[redacted]`;
 * the value is reached only by `reveal()`, so each place that handles it can be found by name.
 */
export class Sensitive<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}
