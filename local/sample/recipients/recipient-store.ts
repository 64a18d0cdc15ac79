import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How a recipient behaves: well, or one of the ways in which real ones don't. */
export const behaviours = {
  well: 'Does it and says so',
  cancels: 'Takes the request, then says it does not do it',
  silent: 'Takes the request and never says what it did',
  'error-500': 'Answers 500',
  'not-found': 'Answers 404',
  garbage: 'Answers something that makes no sense',
  never: 'Never answers',
  redirect: 'Sends who asks elsewhere',
} as const;
export type Behaviour = keyof typeof behaviours;

export function isBehaviour(text: unknown): text is Behaviour {
  return typeof text === 'string' && Object.hasOwn(behaviours, text);
}

/** A request that was taken; the same id is taken once. */
export interface TakenRequest {
  readonly id: string;
  readonly type: 'erasure' | 'rectification' | 'restriction';
  readonly corrections: readonly { readonly field: string; readonly value: string }[];
  readonly restricted: boolean;
  readonly identities: readonly { readonly type: string; readonly value: string }[];
  readonly takenAt: string;
  readonly callbackUrl: string;
  /** Times it was asked, the first included. */
  readonly asked: number;
  /** What is to be said of it; absent where nothing is. */
  readonly answer?: 'completed' | 'cancelled';
  readonly answeredAt?: string;
}

interface Kept {
  readonly behaviour: Behaviour;
  readonly requests: readonly TakenRequest[];
}

/** What a recipient was told, in one file, so that it is still there after a restart. */
export class RecipientStore {
  readonly #file: string;
  #kept: Kept;

  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.#kept = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Kept)
      : { behaviour: 'well', requests: [] };
  }

  get behaviour(): Behaviour {
    return this.#kept.behaviour;
  }

  get requests(): readonly TakenRequest[] {
    return this.#kept.requests;
  }

  behave(behaviour: Behaviour): void {
    this.#keep({ ...this.#kept, behaviour });
  }

  put(request: TakenRequest): void {
    const others = this.#kept.requests.filter(({ id }) => id !== request.id);
    this.#keep({ ...this.#kept, requests: [...others, request] });
  }

  find(id: string): TakenRequest | undefined {
    return this.#kept.requests.find((request) => request.id === id);
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    writeFileSync(`${this.#file}.new`, JSON.stringify(kept));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
