import type { Ask, AskedChange, RequestState, Right, Subject, TypedChange } from '../requests/index.ts';
import type { Organisation } from '../shared/organisation.ts';
import type { Result } from '../shared/result.ts';
import type { Fields } from './form-body.ts';
import type { Problem } from './form-schema.ts';

export interface AnswersContext {
  readonly organisation: Organisation;
  /** Instant, ISO in UTC. */
  readonly now: string;
}

/** What is asked for: what may stand in events, and what is personal and so is sealed. */
export interface Asked {
  /** Single changes, each with what was typed of it. */
  readonly changes?: readonly (AskedChange & { readonly typed: TypedChange })[];
  readonly ask?: Partial<Ask>;
  readonly subject?: Partial<Subject>;
}

/** One page of the form without its looks: what it asks, how that is read, and what it becomes in the request. */
export interface AskStep<Told> {
  /** The fields of the page, in its order; on every other page they travel hidden. */
  readonly fields: readonly string[];
  /** Whether there is anything to ask, given the rights chosen; none while none is. */
  readonly isAsked: (chosen: readonly Right[]) => boolean;
  readonly read: (fields: Fields, context: AnswersContext) => Result<Told, readonly Problem[]>;
  readonly asked: (told: Told) => Asked;
  /** The fields as they were filled in for a request. */
  readonly filledIn: (state: RequestState, subject: Subject, context: AnswersContext) => Fields;
}
