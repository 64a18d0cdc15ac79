import { createHash } from 'node:crypto';
import { clockOf, datesFrom } from '../deadlines/index.ts';
import { type CountLimit, type KeyedHash, mailLimits, networkParty } from '../identity/index.ts';
import {
  decidersOf,
  type FollowUpRefusal,
  type HandleCommand,
  openFollowUp,
  type RequestState,
  type RequestStore,
  type SubmitRequest,
  subjectItem,
  subjectSchema,
} from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import { accepted, type Result, refused } from '../shared/result.ts';
import { Sensitive } from '../shared/sensitive.ts';

export interface AskForReviewDependencies {
  readonly organisation: Organisation;
  readonly requests: Pick<RequestStore, 'history' | 'readSealed'>;
  readonly submit: SubmitRequest;
  readonly handle: HandleCommand;
  readonly keyedHash: KeyedHash;
  readonly countLimit: CountLimit;
  /** Instant, ISO in UTC. */
  readonly now: () => string;
}

export interface AskForReview {
  /** The request that was answered. Whoever asks has proved that it is theirs. */
  readonly about: RequestState;
  readonly words: Sensitive<string>;
  readonly language: string;
  readonly formId: string;
  readonly network: string;
}

export type ReviewRefusal = { readonly code: 'too_many' | 'erased' } | FollowUpRefusal;

/**
 * Takes a complaint about an answer, or an appeal, as a request of its own with its own time under the same law. It is
 * confirmed already: by the code that opened the request it is about. The same form sent twice is one complaint.
 */
export function reviewAsker(dependencies: AskForReviewDependencies) {
  const { organisation, requests, submit, handle, keyedHash, countLimit, now } = dependencies;
  return async ({
    about,
    words,
    language,
    formId,
    network,
  }: AskForReview): Promise<Result<RequestState, ReviewRefusal>> => {
    const sealed = await requests.readSealed(about.id, subjectItem);
    const law = organisation.laws[about.law];
    if (!sealed || !law) return refused({ code: 'erased' });
    const receivedAt = now();
    const open = openFollowUp(about, law, receivedAt);
    if (!open.ok) return open;
    const party = await networkParty(keyedHash, network);
    if ((await countLimit(party, mailLimits.network)) === 'reached') return refused({ code: 'too_many' });
    if ((await countLimit(about.subjectKey, mailLimits.address)) === 'reached') return refused({ code: 'too_many' });

    const { right } = open.value;
    const { timeZone, calendar, relation, onBehalf, subjectKey, residence } = about;
    const dated = { law: law.id, calendar, timeZone, receivedAt, rights: [right] };
    const clock = clockOf(dated, organisation);
    if (!clock) return refused({ code: 'erased' });
    const submitted = await submit({
      ask: {
        rights: [right],
        relation,
        onBehalf,
        subjectKey,
        ...(residence === undefined ? {} : { residence }),
        categories: [],
        language,
        channel: 'web',
        law: law.id,
        timeZone,
        calendar,
        ...datesFrom(clock),
        confirmBy: receivedAt,
        follows: {
          requestId: about.id,
          reference: about.reference,
          decidedBy: decidersOf(await requests.history(about.id)),
        },
      },
      subject: subjectOf(sealed, words, about.reference),
      formHash: createHash('sha256').update(`review ${about.id} ${formId}`).digest('hex'),
    });
    if (!submitted.ok) throw new TypeError(`a complaint can't be refused, but was: ${submitted.refusal.code}`);
    const { id, reference } = submitted.value;
    const command = { type: 'note_follow_up', followUp: { requestId: id, reference, right } } as const;
    await handle({ requestId: about.id, command, actor: { kind: 'data_subject' } });
    return accepted(submitted.value);
  };
}

/** Who asked before asks now; what else was typed then stays there. */
function subjectOf(sealed: Sensitive<unknown>, words: Sensitive<string>, reference: string) {
  const { email, name, agent } = subjectSchema.parse(sealed.reveal());
  return new Sensitive({
    email,
    ...(name === undefined ? {} : { name }),
    ...(agent === undefined ? {} : { agent }),
    complaint: { words: words.reveal(), reference },
  });
}
