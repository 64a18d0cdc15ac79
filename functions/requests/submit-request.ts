import { accepted, type Result, refused } from '../shared/result.ts';
import type { Sensitive } from '../shared/sensitive.ts';
import { recordEvents } from './record-events.ts';
import { makeReference } from './reference.ts';
import { decide } from './request.ts';
import type { CommandRefusal } from './request-command.ts';
import type { Ask, RequestState } from './request-state.ts';
import type { RequestStore } from './request-store.ts';
import { type Subject, subjectItem } from './subject.ts';

export interface SubmitDependencies {
  readonly requests: RequestStore;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
  /** A new request id; not guessable, without meaning. */
  readonly newId: () => string;
  readonly randomBytes: (size: number) => Uint8Array;
}

export interface Submission {
  readonly ask: Omit<Ask, 'reference'>;
  readonly subject: Sensitive<Subject>;
  /** Hash of the form's one-time id: the same form sent twice is one request. */
  readonly formHash: string;
}

/** References drawn before giving up; with 2^40 of them a second draw is already rare. */
const maxDraws = 5;

/**
 * Takes a request in: event, state, sealed subject and the mail with the confirmation code, in one transaction.
 * A form sent before answers with the request it made then.
 */
export function requestSubmitter({ requests, now, newId, randomBytes }: SubmitDependencies) {
  return async ({ ask, subject, formHash }: Submission): Promise<Result<RequestState, CommandRefusal>> => {
    for (let draw = 1; draw <= maxDraws; draw++) {
      const context = { now: now(), actor: { kind: 'data_subject' as const } };
      const decision = decide(
        undefined,
        { type: 'submit', ask: { ...ask, reference: makeReference(randomBytes) } },
        context,
      );
      if (!decision.ok) return decision;
      const { recorded, effects, state } = recordEvents(newId(), undefined, decision.value, context);
      if (!state) throw new TypeError('submitting made no request');
      const written = await requests.append({
        before: undefined,
        after: state,
        events: recorded,
        effects,
        sealed: [{ name: subjectItem, value: subject }],
        formHash,
      });
      if (written.ok) return accepted(state);
      if (written.refusal.code === 'form_replayed') {
        const earlier = await requests.load(written.refusal.requestId);
        return earlier ? accepted(earlier) : refused({ code: 'not_found' });
      }
    }
    throw new NoReferenceLeft(`${maxDraws} references in a row were taken`);
  };
}

export type SubmitRequest = ReturnType<typeof requestSubmitter>;

export class NoReferenceLeft extends Error {
  override readonly name = 'NoReferenceLeft';
}
