/** Lets one call to a store fail: before it is made, or after, when it took effect and only its reply is lost. */
export class CallFaults {
  calls = 0;
  #armed: { readonly at: number; readonly when: 'before' | 'after' } | undefined;

  /** @param at the how manieth call from now, from 1 */
  arm(at: number, when: 'before' | 'after'): void {
    this.calls = 0;
    this.#armed = { at, when };
  }

  /** Whether the fault is still to come. */
  get isArmed(): boolean {
    return this.#armed !== undefined;
  }

  disarm(): void {
    this.#armed = undefined;
  }

  async around<Value>(call: () => Promise<Value>): Promise<Value> {
    this.calls++;
    const armed = this.#armed?.at === this.calls ? this.#armed : undefined;
    if (armed) this.#armed = undefined;
    if (armed?.when === 'before') throw new ConnectionLost('before');
    const answer = await call();
    if (armed) throw new ConnectionLost('after');
    return answer;
  }

  /** A client or connection whose calls of `method` can fail. */
  watch<Client extends object>(client: Client, method: keyof Client): Client {
    const faults = this;
    return new Proxy(client, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        if (property !== method) return value.bind(target);
        return (...given: unknown[]) => faults.around(() => Reflect.apply(value, target, given));
      },
    });
  }
}

class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}
