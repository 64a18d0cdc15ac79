import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { createEngine, type FunctionAnswer } from '../../../local/step-functions/index.ts';
import {
  type EraseCollectionResult,
  type ErasurePlan,
  eraseCollection,
  listRecipients,
  notifyRecipient,
  planErasure,
} from '../../../workflows/fulfil-request/contract.ts';
import {
  type GatherCollectionResult,
  type GatheringPlan,
  gatherCollection,
  planGathering,
} from '../../../workflows/gather-data/contract.ts';
import {
  awaitPerson,
  buildPackage,
  checkHolds,
  executionName,
  type Phase,
  type Progress,
  prepareReview,
  readPosition,
  recordProgress,
  verifyIdentity,
  type Wait,
  waitOver,
} from '../../../workflows/privacy-request/contract.ts';

const definitions = join(import.meta.dirname, '../../../workflows');
const steps = {
  'read-position': readPosition,
  'verify-identity': verifyIdentity,
  'check-holds': checkHolds,
  'prepare-review': prepareReview,
  'build-package': buildPackage,
  'record-progress': recordProgress,
  'await-person': awaitPerson,
  'plan-gathering': planGathering,
  'gather-store': gatherCollection,
  'plan-erasure': planErasure,
  'erase-store': eraseCollection,
  'list-recipients': listRecipients,
  'notify-recipient': notifyRecipient,
};
type Step = keyof typeof steps;

export interface Call {
  readonly step: Step;
  readonly payload: { readonly [field: string]: unknown };
}

/** What a step does instead of the request's own answer: an answer, or an Error thrown by the function. */
export type Script = (payload: Call['payload'], earlierCalls: number) => unknown;

/**
 * One request behind the real workflow definitions on the engine: it keeps its phase as the real one keeps it in its
 * table, checks every payload and answer against the contract, and does what a test scripts for a step.
 */
export class ScriptedRequest {
  readonly id = 'req-1';
  readonly calls: Call[] = [];
  readonly progress: Progress[] = [];
  /** Collections by wave; those with an outcome are left out of a plan. */
  readonly waves: string[][];
  readonly outcomes = new Map<string, string>();
  /** How erasing ended, by collection; planned in the reverse of `waves`, and again for those that failed. */
  readonly erasures = new Map<string, string>();
  /** Who is still to be told once everything is erased. */
  readonly recipients = new Set<string>();
  /** Whether people still have to erase what no system reaches. */
  byHand = false;
  phase: Phase = 'verify';
  scripts: Partial<Record<Step, Script>> = {};
  readonly engine: ReturnType<typeof createEngine>;
  private readonly tokens = new Map<Wait, string>();
  private parkedFrom: Phase = 'verify';
  private clock = Date.UTC(2026, 0, 5);
  private attempt = 0;
  private machineArn = '';

  constructor(waves: string[][] = [['members.members']]) {
    this.waves = waves;
    this.engine = createEngine({
      file: ':memory:',
      now: () => this.clock,
      // Full jitter at its least: retries follow at once.
      random: () => 0,
      invokeFunction: (name, payload) => this.invoke(name, payload),
    });
  }

  async deploy(): Promise<this> {
    const gather = await this.create('gather-data', {
      planGathering: 'plan-gathering',
      recordProgress: 'record-progress',
    });
    const fulfil = await this.create('fulfil-request', {
      planErasure: 'plan-erasure',
      listRecipients: 'list-recipients',
      notifyRecipient: 'notify-recipient',
      recordProgress: 'record-progress',
    });
    this.machineArn = await this.create('privacy-request', {
      readPosition: 'read-position',
      verifyIdentity: 'verify-identity',
      gatherData: gather,
      fulfilRequest: fulfil,
      checkHolds: 'check-holds',
      prepareReview: 'prepare-review',
      recordProgress: 'record-progress',
      awaitPerson: 'await-person',
      buildPackage: 'build-package',
    });
    return this;
  }

  /** Starts another execution for the request, as dispatch-work and the sweep do. */
  async start(): Promise<void> {
    this.attempt += 1;
    await this.engine.startExecution({
      stateMachineArn: this.machineArn,
      name: executionName(this.id, this.attempt),
      input: JSON.stringify({ requestId: this.id }),
    });
    await this.settle();
  }

  async stop(): Promise<void> {
    await this.engine.stopExecution({ executionArn: this.executionArn });
    await this.settle();
  }

  /** Staff or the member acted: the request has moved, and who waits is told. */
  async moveTo(phase: Phase, answered: Wait): Promise<void> {
    this.phase = phase;
    await this.resume(answered);
    await this.settle();
  }

  /** Staff press Retry on a parked request. */
  async retry(): Promise<void> {
    await this.moveTo(this.parkedFrom, 'parked');
  }

  async passDays(days: number): Promise<void> {
    this.clock += days * 86_400_000;
    await this.settle();
  }

  /** Starts the latest attempt once more, under the name it already has. */
  async startAgain(): Promise<void> {
    this.attempt -= 1;
    await this.start();
  }

  /** Until nothing moves any more: a retry is a timer, due at once, that somebody has to look at. */
  private async settle(): Promise<void> {
    let before: number;
    do {
      before = this.calls.length;
      this.engine.wake();
      await this.engine.idle();
    } while (this.calls.length > before);
  }

  isWaitingFor(wait: Wait): boolean {
    return this.tokens.has(wait);
  }

  async status(): Promise<{ status: string; error?: string; output?: string }> {
    return this.engine.describeExecution({ executionArn: this.executionArn });
  }

  /** The steps called so far, in order; `times` of one. */
  steps(): Step[] {
    return this.calls.map(({ step }) => step);
  }

  times(step: Step): number {
    return this.calls.filter((call) => call.step === step).length;
  }

  /** Everything the execution's history shows, as text. */
  async history(): Promise<string> {
    const pages: unknown[] = [];
    let nextToken: string | undefined;
    do {
      const page: { events: unknown[]; nextToken?: string } = await this.engine.getExecutionHistory({
        executionArn: this.executionArn,
        maxResults: 1000,
        ...(nextToken ? { nextToken } : {}),
      });
      pages.push(...page.events);
      nextToken = page.nextToken;
    } while (nextToken);
    return JSON.stringify(pages);
  }

  close(): void {
    this.engine.close();
  }

  private get executionArn(): string {
    return `${this.machineArn.replace(':stateMachine:', ':execution:')}:${executionName(this.id, this.attempt)}`;
  }

  private async create(name: string, targets: Record<string, string>): Promise<string> {
    const text = readFileSync(join(definitions, name, 'definition.asl.json'), 'utf8');
    const definition = text.replace(/\$\{(\w+)\}/g, (_, token: string) => targets[token] ?? `missing target ${token}`);
    const { stateMachineArn } = await this.engine.createStateMachine({
      name,
      definition,
      roleArn: 'arn:aws:iam::000000000000:role/workflow',
    });
    return stateMachineArn;
  }

  private async invoke(name: string, sent: unknown): Promise<FunctionAnswer> {
    const step = name as Step;
    const payload = steps[step].payload.parse(sent);
    const earlier = this.times(step);
    this.calls.push({ step, payload });
    // A function takes a moment; without one, nothing would ever run beside another.
    await later(1);
    try {
      const scripted = await this.scripts[step]?.(payload, earlier);
      const answer = scripted ?? (await this.own(step, payload));
      const contract = steps[step];
      return { payload: 'result' in contract ? contract.result.parse(answer) : null };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { payload: { errorType: error.name, errorMessage: error.message }, functionError: 'Unhandled' };
    }
  }

  /** What the real step would do, on the request kept here. */
  private own(step: Step, payload: Call['payload']): unknown {
    switch (step) {
      case 'read-position':
        return { phase: this.phase, status: this.phase };
      case 'verify-identity':
        this.phase = 'gather';
        return { outcome: 'accepted' };
      case 'plan-gathering':
        return this.plan();
      case 'gather-store':
        return this.gather(gatherCollection.payload.parse(payload).collection, 'found');
      case 'plan-erasure':
        return this.planErasure();
      case 'erase-store':
        return this.erase(eraseCollection.payload.parse(payload).collection, 'erased');
      case 'list-recipients':
        return { recipients: this.isErased() ? [...this.recipients] : [] };
      case 'notify-recipient':
        this.recipients.delete(notifyRecipient.payload.parse(payload).recipient);
        return { outcome: 'told' };
      case 'check-holds':
        return { held: false };
      case 'prepare-review':
        return { proposed: false };
      case 'build-package':
        return { packageId: 'package-1', bytes: 4711 };
      case 'record-progress':
        return { recorded: this.record(recordProgress.payload.parse(payload).progress) };
      case 'await-person':
        return this.wait(awaitPerson.payload.parse(payload));
    }
  }

  gather(collection: string, outcome: GatherCollectionResult['outcome']): GatherCollectionResult {
    if (outcome !== 'more') this.outcomes.set(collection, outcome);
    return { outcome };
  }

  erase(collection: string, outcome: EraseCollectionResult['outcome']): EraseCollectionResult {
    if (outcome !== 'more') this.erasures.set(collection, outcome);
    return { outcome };
  }

  private planErasure(): ErasurePlan {
    for (const [collection, outcome] of this.erasures) if (outcome === 'failed') this.erasures.delete(collection);
    return {
      waves: this.waves
        .toReversed()
        .map((wave) => wave.filter((collection) => !this.erasures.has(collection)))
        .filter((wave) => wave.length > 0)
        .map((wave) => wave.map((collection) => ({ collection, store: 'store', eraser: 'erase-store' }))),
    };
  }

  private isErased(): boolean {
    return this.waves.flat().every((collection) => this.erasures.get(collection) === 'erased');
  }

  private plan(): GatheringPlan {
    const open = this.waves.map((wave) => wave.filter((collection) => !this.outcomes.has(collection)));
    return {
      waves: open
        .filter((wave) => wave.length > 0)
        .map((wave) => wave.map((collection) => ({ collection, store: 'store', gatherer: 'gather-store' }))),
    };
  }

  private record(progress: Progress): boolean {
    if (this.phase === 'done') return false;
    if (progress.kind === 'erasure_finished') {
      if (!this.isErased() || this.recipients.size > 0) return false;
      this.phase = this.byHand ? 'erasure_by_hand' : 'done';
    }
    this.progress.push(progress);
    if (progress.kind === 'erasure_failed') this.erasures.set(progress.collection, 'failed');
    if (progress.kind === 'recipient_not_told') this.recipients.delete(progress.recipient);
    if (progress.kind === 'collection_failed') this.outcomes.set(progress.collection, 'failed');
    if (progress.kind === 'gathering_finished') this.phase = 'review';
    if (progress.kind === 'package_built') this.phase = 'done';
    if (progress.kind === 'parked') {
      this.parkedFrom = this.phase;
      this.phase = 'parked';
    }
    return true;
  }

  private async wait({ wait, taskToken }: { wait: Wait; taskToken: string }): Promise<void> {
    this.tokens.set(wait, taskToken);
    const phases: Record<Wait, Phase> = {
      identity: 'verify',
      review: 'review',
      approval: 'approval',
      waiting_period: 'waiting_period',
      erasure_by_hand: 'erasure_by_hand',
      parked: 'parked',
    };
    if (this.phase !== phases[wait]) await this.resume(wait);
  }

  private async resume(wait: Wait): Promise<void> {
    const taskToken = this.tokens.get(wait);
    if (!taskToken) return;
    this.tokens.delete(wait);
    await this.engine.sendTaskSuccess({ taskToken, output: JSON.stringify(waitOver) });
  }
}

/** An error a function throws, told apart by its name. */
export function fault(name: string): never {
  throw Object.assign(new Error('what a person typed'), { name });
}
