import { Client } from '@smithy/core/client';
import { currentInvocation, type Invocation } from './source-functions.ts';

/** A call that a function makes through the SDK, for one request. */
export interface SdkCall {
  /** Who the request belongs to: the header `x-journey` of the browser that sent it; `replays` for what repeats erasures. */
  readonly journey: string;
  /**
   * Where in the code, as the journey sees it: function, occasion, operation, and the how manieth of that operation in this
   * invocation; such as `send-mail receipt UpdateItem 1`.
   */
  readonly site: string;
  /** Number of the call among all of the journey, from 1. */
  readonly index: number;
}

/** `before`: the call is never made. `after`: it took effect, its answer is lost. Either way the invocation is dead. */
export interface Crash {
  readonly journey: string;
  /** A site, met for the first time, or the index of a call. */
  readonly at: string | number;
  readonly when: 'before' | 'after';
}

export interface CrashInjector {
  /** One crash, once. */
  arm(crash: Crash): void;
  /** Takes back those of a journey that have not come to pass. */
  disarm(journey: string): Omit<Crash, 'journey'>[];
  /** Every call so far. */
  readonly calls: readonly SdkCall[];
  /** Real time of the last call, by `performance.now()`. */
  lastCallAt(): number;
  /** Requests that a journey tried to make; only one of them may have come to be. */
  requestsOf(journey: string): readonly string[];
}

/** What is known of an invocation: which journey it works for right now, and on what occasion. */
interface Tracked {
  journey?: string | undefined;
  occasion: string;
  /** Works on items of the outbox, one after another: each is an occasion. Others only write such items. */
  readonly carries: boolean;
  /** Reads of many requests and works for none of them. */
  readonly isReplay?: true;
  readonly counts: Map<string, number>;
}

/** As much of the SDK's middleware stack as is needed here. */
interface Stack {
  add(middleware: Middleware, place: { step: 'initialize'; priority: 'high'; name: string }): void;
}
type Middleware = (
  next: (given: { input: unknown }) => Promise<unknown>,
  context: { readonly commandName?: string },
) => (given: { input: unknown }) => Promise<unknown>;

/** Everything that repeats erasures after a restore is one journey. */
export const replays = 'replays';

let installed: CrashInjector | undefined;

/** Puts a middleware on top of every SDK client's stack that can end an invocation before or after any call. */
export function installCrashInjector(): CrashInjector {
  installed ??= install();
  return installed;
}

function install(): CrashInjector {
  const armed: Crash[] = [];
  const calls: SdkCall[] = [];
  const journeys = new Map<string, string>();
  const indexes = new Map<string, number>();
  const tracked = new WeakMap<Invocation, Tracked>();
  const stacks = new WeakSet<object>();
  let lastCallAt = 0;

  const never = () => new Promise<never>(() => undefined);

  function note(invocation: Invocation, operation: string, input: unknown): SdkCall | undefined {
    const known = tracked.get(invocation) ?? startTracking(invocation);
    tracked.set(invocation, known);
    if (!known.isReplay) attribute(known, JSON.stringify(input, keepSmall));
    if (known.journey === undefined) return undefined;
    const place = [invocation.functionName, known.occasion, operation].filter(Boolean).join(' ');
    const nth = (known.counts.get(`${known.journey} ${place}`) ?? 0) + 1;
    known.counts.set(`${known.journey} ${place}`, nth);
    const index = (indexes.get(known.journey) ?? 0) + 1;
    indexes.set(known.journey, index);
    const call = { journey: known.journey, site: `${place} ${nth}`, index };
    calls.push(call);
    return call;
  }

  function attribute(known: Tracked, text: string): void {
    const requestId = idIn(text);
    if (requestId !== undefined) {
      if (known.journey !== undefined && !journeys.has(requestId)) journeys.set(requestId, known.journey);
      known.journey = journeys.get(requestId) ?? known.journey;
    }
    const outboxId = /(?:OUTBOX#(?:mail|work)#|"outbox-id","Value":")(?:code-)?\d+-([a-z_-]+)/.exec(text)?.[1];
    if (outboxId !== undefined && known.carries) known.occasion = outboxId;
  }

  function take(call: SdkCall | undefined, when: Crash['when']): boolean {
    if (!call) return false;
    const index = armed.findIndex(
      (crash) =>
        crash.journey === call.journey && crash.when === when && (crash.at === call.site || crash.at === call.index),
    );
    if (index < 0) return false;
    armed.splice(index, 1);
    return true;
  }

  const middleware: Middleware = (next, context) => async (given) => {
    const invocation = currentInvocation();
    if (!invocation) return next(given);
    if (invocation.dead) return never();
    lastCallAt = performance.now();
    const operation = (context.commandName ?? 'Call').replace(/Command$/, '');
    const call = note(invocation, operation, given.input);
    if (take(call, 'before')) {
      invocation.die();
      return never();
    }
    const answer = await next(given).catch((error: unknown) => {
      // A service's "no" is a reply too, and can get lost.
      if (!invocation.dead && take(call, 'after')) invocation.die();
      if (invocation.dead) return never();
      throw error;
    });
    lastCallAt = performance.now();
    if (!invocation.dead && take(call, 'after')) invocation.die();
    return invocation.dead ? never() : answer;
  };

  const { send } = Client.prototype;
  Client.prototype.send = function sendWatched(this: { readonly middlewareStack: Stack }, ...args: unknown[]) {
    if (!stacks.has(this.middlewareStack)) {
      stacks.add(this.middlewareStack);
      this.middlewareStack.add(middleware, { step: 'initialize', priority: 'high', name: 'crash' });
    }
    return Reflect.apply(send, this, args);
  } as typeof send;

  return {
    arm: (crash) => void armed.push(crash),
    disarm(journey) {
      const kept = armed.filter((crash) => crash.journey !== journey);
      const taken = armed.filter((crash) => crash.journey === journey);
      armed.splice(0, armed.length, ...kept);
      return taken.map(({ at, when }) => ({ at, when }));
    },
    calls,
    lastCallAt: () => lastCallAt,
    requestsOf: (journey) => [...journeys].flatMap(([id, name]) => (name === journey ? [id] : [])),
  };
}

function startTracking({ event, functionName }: Invocation): Tracked {
  const counts = new Map<string, number>();
  const carries = ['send-mail', 'dispatch-work', 'sweep'].includes(functionName);
  const given = event as {
    headers?: Record<string, string>;
    rawPath?: string;
    requestContext?: { http?: { method: string } };
    progress?: { kind: string };
    wait?: string;
    replayId?: string;
    collection?: string;
    detail?: { eventType?: string };
  } | null;
  if (functionName === 'plan-replay' || given?.replayId !== undefined)
    return { journey: replays, isReplay: true, occasion: given?.collection ?? '', carries, counts };
  const http = given?.requestContext?.http;
  if (http) {
    const path = String(given?.rawPath).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id');
    return { journey: given?.headers?.['x-journey'], occasion: `${http.method} ${path}`, carries, counts };
  }
  return { occasion: given?.progress?.kind ?? given?.wait ?? given?.detail?.eventType ?? '', carries, counts };
}

/** Bodies are not looked at: what a call is about stands in its keys. */
function keepSmall(key: string, value: unknown): unknown {
  return key === 'Body' || key === 'Content' ? undefined : value;
}

/** The request, or notice to a recipient, a call is about: in keys, tags of mails, names and input of executions. */
function idIn(text: string): string | undefined {
  const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
  const found = new RegExp(
    `(?:REQ#|NOTICE#|requests/|"request-id","Value":"|"name":"|:execution:[^"]*:)(${uuid})`,
  ).exec(text);
  return found?.[1];
}
