import type { WaitName } from '../../functions/requests/index.ts';
import type { WaitStore } from '../../functions/requests/wait-store.ts';
import type { Sensitive } from '../../functions/shared/sensitive.ts';

/** Waits in memory. Passes the same contract as the real store. */
export class FakeWaitStore implements WaitStore {
  readonly tokens = new Map<string, Sensitive<string>>();

  async put(requestId: string, wait: WaitName, token: Sensitive<string>): Promise<void> {
    this.tokens.set(`${requestId} ${wait}`, token);
  }

  async find(requestId: string, wait: WaitName): Promise<Sensitive<string> | undefined> {
    return this.tokens.get(`${requestId} ${wait}`);
  }

  async remove(requestId: string, wait: WaitName, token: Sensitive<string>): Promise<void> {
    const key = `${requestId} ${wait}`;
    if (this.tokens.get(key)?.reveal() === token.reveal()) this.tokens.delete(key);
  }
}
