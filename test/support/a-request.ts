import {
  type Actor,
  type Ask,
  type Command,
  decide,
  evolve,
  type RecordedEvent,
  type RequestState,
  recordEvents,
} from '../../functions/requests/index.ts';

export const anAsk: Ask = {
  reference: 'PR-7K3M-9QXZ',
  rights: ['access'],
  relation: 'member',
  onBehalf: false,
  language: 'en',
  categories: [],
  channel: 'web',
  law: 'gdpr',
  timeZone: 'Europe/Dublin',
  calendar: 'ie',
  replyBy: '2026-12-02',
  extendedReplyBy: '2027-02-02',
  extensionNoticeBy: '2026-12-02',
  recordMonths: 36,
  confirmBy: '2026-11-09T10:00:00.000Z',
  subjectKey: 'f'.repeat(64),
};

export const aDataSubject: Actor = { kind: 'data_subject' };
export const theWorkflow: Actor = { kind: 'system', part: 'workflow' };
export const anAgent: Actor = { kind: 'staff', id: 'staff-1', roles: ['agent'] };
export const anApprover: Actor = { kind: 'staff', id: 'staff-2', roles: ['approver'] };
export const anAuditor: Actor = { kind: 'staff', id: 'staff-9', roles: ['auditor'] };

export const submitted: Command = { type: 'submit', ask: anAsk };

/** A request as far as a test has taken it: commands are decided, their events recorded, refusals are thrown. */
export class Story {
  readonly events: RecordedEvent[] = [];
  state: RequestState | undefined;
  now: string;

  constructor(now = '2026-11-02T10:00:00.000Z') {
    this.now = now;
  }

  /** The request after a run of commands that must all be accepted. */
  static of(...steps: readonly (readonly [Command, Actor])[]): Story {
    const story = new Story();
    for (const [command, actor] of steps) story.give(command, actor);
    return story;
  }

  give(command: Command, actor: Actor): this {
    const answer = this.try(command, actor);
    if (!answer.ok) throw new Error(`${command.type}: ${JSON.stringify(answer.refusal)}`);
    return this;
  }

  try(command: Command, actor: Actor): ReturnType<typeof decide> {
    const context = { now: this.now, actor };
    const answer = decide(this.state, command, context);
    if (answer.ok) {
      const { recorded, state } = recordEvents('request-1', this.state, answer.value, context);
      this.events.push(...recorded);
      this.state = state;
    }
    return answer;
  }

  /** The state before the event of this index. */
  stateBefore(index: number): RequestState | undefined {
    let state: RequestState | undefined;
    for (const recorded of this.events.slice(0, index)) state = evolve(state, recorded);
    return state;
  }

  get known(): RequestState {
    if (!this.state) throw new Error('no request yet');
    return this.state;
  }
}

export const untilReview: readonly (readonly [Command, Actor])[] = [
  [submitted, aDataSubject],
  [{ type: 'confirm_email' }, aDataSubject],
  [{ type: 'match_account', account: 'on_record' }, theWorkflow],
  [{ type: 'plan_gathering', collections: ['members.member', 'trade.orders'] }, theWorkflow],
  [{ type: 'record_collection', collection: 'members.member', gathering: 1, outcome: 'found', count: 1 }, theWorkflow],
  [{ type: 'record_collection', collection: 'trade.orders', gathering: 1, outcome: 'found', count: 3 }, theWorkflow],
  [{ type: 'finish_gathering' }, theWorkflow],
];
