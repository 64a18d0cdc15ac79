import type { CitedTopic } from './citations.ts';

/**
 * A deadline law as data (`policy/laws`). Each fact carries where it stands and how well it is known, because people
 * rely on the dates that come of it. Nothing of it is legal advice.
 */
export interface LawProfile {
  readonly id: string;
  readonly title: string;
  /** Where it applies: ISO 3166 country codes, or subdivisions such as `US-CA`. */
  readonly territory: readonly string[];
  /** Calendar and time zone where an office gives none of its own. */
  readonly calendar: string;
  readonly timeZone: string;
  readonly source: string;
  readonly answer: AnswerPeriod;
  /**
   * What the time starts from: `receipt`; `requested_identity`, the later of receipt and the information on identity that
   * was asked for; `proof_of_identity`, the later of receipt and proof whether or not it was asked for.
   */
  readonly start: Citation & { readonly from: 'receipt' | 'requested_identity' | 'proof_of_identity' };
  /** Whether a time that would end on a weekend or holiday ends with the next working day. */
  readonly rollOver: Citation & { readonly toWorkingDay: boolean };
  /** Time in which information on identity is awaited is not counted; absent where it is. */
  readonly identityPause?: PauseRule;
  /** Time in which the data subject's clarification is awaited is not counted; absent where it is. */
  readonly clarificationPause?: PauseRule;
  /** Absent where the law grants none. */
  readonly extension?: ExtensionRule;
  readonly acknowledgement?: AcknowledgementRule;
  /** Clocks of single rights, which go before the general one. */
  readonly rights: readonly RightClock[];
  readonly refusal: Citation & {
    readonly mustName: readonly Clause[];
    /** Also when the answer's time was extended. */
    readonly withinFirstPeriod?: true;
    /** No answer in time counts as a refusal. */
    readonly silenceIsRefusal?: true;
  };
  /** How long the record of a request is kept at least. */
  readonly records?: Citation & { readonly months: number };
  /**
   * How long the data stays after a copy was refused: so many days at least, or until no recourse is left; then somebody
   * looks after `reviewDays` whether any is.
   */
  readonly preservation?: Citation & { readonly days?: number; readonly reviewDays?: number };
  /** What answers cite, by what they say. What the law has no rule for is not cited. */
  readonly articles?: Readonly<Partial<Record<CitedTopic, Citation>>>;
}

/** How well a fact is known: the statute or a regulator's text was read, a secondary source was, or neither. */
export type Verification = 'statute' | 'secondary' | 'unverified';

export interface Citation {
  readonly article: string;
  /** Only where it is another than the profile's. */
  readonly source?: string;
  readonly verification: Verification;
}

/** Exactly one of them. */
export interface Span {
  readonly months?: number;
  readonly days?: number;
  readonly workingDays?: number;
}

export interface AnswerPeriod extends Citation {
  readonly within: Span;
  /** The law gives no number; this one is the policy's. */
  readonly setByPolicy?: true;
  /** A first, simplified answer is due at once. */
  readonly simplifiedAtOnce?: true;
}

/** The day of asking, the day of the answer and those between are not counted. */
export interface PauseRule extends Citation {
  /** Only for these; absent means for all. */
  readonly rights?: readonly string[];
  /** Whether the time in which an extension must be told is paused as well. */
  readonly noticeToo: boolean;
}

/** Told, with its reasons, within the first period. Without `by` the controller names the date and the law no end. */
export interface ExtensionRule extends Citation {
  readonly by?: Span;
  /** Counted from the start and from the end of the first period; the earlier counts. */
  readonly earlierOfTwoReadings?: true;
  readonly grounds: readonly string[];
  readonly mustName: readonly Clause[];
}

export interface AcknowledgementRule extends Citation {
  /** From receipt; nothing moves it. */
  readonly within: Span;
  /** Plain ISO date: in force for what is received from then on. */
  readonly since?: string;
  readonly rollsToWorkingDay?: true;
}

/** Without `answer` the law sets no time for the answer itself; without `extension` it can't be extended. */
export interface RightClock {
  readonly rights: readonly string[];
  readonly answer?: AnswerPeriod;
  readonly extension?: ExtensionRule;
  readonly acknowledgement?: AcknowledgementRule;
  /** Of appeals: until how many days after the answer they can be made; absent where the law ends that on no day. */
  readonly askedWithin?: AskingPeriod;
}

export interface AskingPeriod extends Citation {
  /** The day of the answer is not counted. */
  readonly days: number;
  /** The law gives no number; this one is the policy's. */
  readonly setByPolicy?: true;
}

/** What a message must name. */
export type Clause =
  | 'new_date'
  | 'reasons'
  | 'complaint_to_authority'
  | 'court_remedy'
  | 'right_to_sue'
  | 'appeal'
  | 'objection_procedure';

export interface WorkCalendar {
  readonly id: string;
  /** ISO numbers of the days of the week: 6 is Saturday. */
  readonly weekend: readonly number[];
  /** ISO dates, ascending. */
  readonly holidays: readonly string[];
  /** The years whose holidays it knows. */
  readonly firstYear?: number;
  readonly lastYear?: number;
  /** What it does not know, in plain words. */
  readonly note?: string;
}
