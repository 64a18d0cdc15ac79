import type { CitedTopic } from './citations.ts';
import type { LawProfile, WorkCalendar } from './law-profile.ts';

/**
 * A company's policy as the functions read it: made by `policy/compiler` from `policy/<organisation>/`,
 * validated there, and shipped as one JSON file beside each bundle. Nothing of any company is in code.
 */
export interface Organisation {
  readonly id: string;
  readonly name: string;
  /** The controller as named in answers (GDPR Art. 15, 12(4)). */
  readonly controller: { readonly name: string; readonly address: string; readonly email: string };
  readonly languages: readonly Language[];
  readonly defaultLanguage: Language;
  /** The establishment whose day ends a deadline: ISO 3166 code, IANA zone and calendar id of `policy/calendars`. */
  readonly office: { readonly country: string; readonly timeZone: string; readonly calendar: string };
  /** Profile id in `laws`. */
  readonly law: string;
  /** Laws of places whose data subjects have another one, as the form offers them; `place` is an ISO 3166 code. */
  readonly otherLaws: readonly OtherLaw[];
  readonly laws: Readonly<Record<string, LawProfile>>;
  /** Holidays of the office's calendar as ISO dates, ascending; weekend days by ISO number (6, 7). */
  readonly calendars: Readonly<Record<string, WorkCalendar>>;
  readonly links: { readonly privacyPolicy: string; readonly settings: string };
  readonly sender: { readonly address: string; readonly name: string };
  /** Who is written to about the work: the language mails to staff are in, and a mailbox per role. */
  readonly staff: {
    readonly language: Language;
    readonly mailboxes: Readonly<Record<'agent' | 'approver' | 'privacy-officer' | 'legal', string>>;
  };
  /** Complaint routes shown with each refusal (GDPR Art. 12(4), 77, 79). */
  readonly complaints: ComplaintRoutes;
  /** Reasons for a refusal in the company's words, by code (`refusal-reasons.yaml`). */
  readonly refusalReasons: Readonly<Record<string, Localised>>;
  /** Texts that staff can begin a message to a member with (`message-texts.yaml`). */
  readonly messageTexts: readonly MessageText[];
  /** Mail templates by language and milestone (`messages/<language>/<milestone>.yaml`). */
  readonly messages: Readonly<Record<Language, Readonly<Record<string, MessageTemplate>>>>;
  readonly rights: readonly RightRule[];
  readonly categories: readonly CategoryRule[];
  readonly recipients: readonly Recipient[];
  /** Art. 15(1)(c),(d),(f),(h) and 15(2) texts that hold for all categories. */
  readonly processing: {
    readonly transfers: Localised;
    readonly automatedDecisions: Localised;
    /** What becomes of backups when data is deleted; told with every deletion. */
    readonly backups: Localised;
  };
  readonly retention: { readonly exportDays: number; readonly unconfirmedDays: number; readonly recordMonths: number };
  /** Days after receipt on which a member whose request is still open is told that it goes on; ascending. */
  readonly progressDays: readonly number[];
  readonly dataMap: DataMap;
  /** What a copy holds of other people. */
  readonly thirdParties: ThirdParties;
}

export interface MessageText {
  readonly key: string;
  readonly name: Localised;
  readonly text: Localised;
}

/** Where to go with an answer one does not agree with. */
export interface ComplaintRoutes {
  readonly authority: Localised;
  readonly authorityUrl: string;
  readonly court: Localised;
  /** How to have us decide again, where the law wants that told. */
  readonly appeal?: Localised;
}

export interface OtherLaw {
  /** Of its own, where they differ from those of the establishment. */
  readonly complaints?: ComplaintRoutes;
  /** Profile id in `laws`. */
  readonly law: string;
  readonly calendar: string;
  readonly place: string;
  readonly name: Localised;
}

/** Where records name people, and where those who are not the data subject are looked for. */
export interface ThirdParties {
  /** By collection: each person whom a record names, by the fields that say who it is. */
  readonly people: Readonly<Record<string, readonly NamedPerson[]>>;
  /** Collections in whose fields and free texts other people are looked for by value. */
  readonly search: readonly string[];
}

/** Fields of one record that are about the same person. */
export interface NamedPerson {
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  /** A reference to a collection about one person; tells who it is, and is not looked for. */
  readonly id?: string;
}

export type Language = string;
export type Localised = Readonly<Record<Language, string>>;

/**
 * A mail as a company words it: ICU messages with named variables, in blocks that make both the HTML and the
 * plain-text part, so neither can say what the other does not. A paragraph or item that comes out empty is left out, so
 * that a `select` can hold what only some requests are told.
 */
export interface MessageTemplate {
  readonly subject: string;
  readonly body: readonly MessageBlock[];
}

export type MessageBlock =
  | { readonly paragraph: string }
  /** Shown large and alone, to be copied. */
  | { readonly code: string }
  | { readonly list: readonly string[] }
  /** One item for each entry of a list variable, under `lead`; nothing when the list is empty. */
  | { readonly each: string; readonly lead: string; readonly item: string }
  /** `path` of the member site, with variables. */
  | { readonly link: { readonly text: string; readonly path: string } };

export interface RightRule {
  readonly right: string;
  /** What is asked for, as mails list it: a noun, such as "a copy of your data". */
  readonly name?: Localised;
  /** Where the law grants it. */
  readonly article?: string;
  /** What happens to each category; every category of the policy has one. */
  readonly actions: Readonly<Record<string, ActionRule>>;
  /**
   * What happens instead, by `<dataset>.<collection>` or `<dataset>.<collection>.<field>`. A field's goes before its
   * collection's, and that before its category's.
   */
  readonly overrides?: Readonly<Record<string, ActionOverride>>;
  /**
   * Why records that stay keep the numbers they hang together by: primary keys, and references unless an override of
   * the field says otherwise.
   */
  readonly keyFields?: KeepReason;
  /**
   * Values that a right puts into fields of the data subject's own records, by `<dataset>.<collection>.<field>`: a choice
   * that is noted, such as no more marketing.
   */
  readonly sets?: SetValues;
  /** Of a restriction: what is noted when staff lift it, so many days after the member was told (GDPR Art. 18(3)). */
  readonly lift?: { readonly noticeDays: number; readonly sets: SetValues };
  /** Functions that run on consent, each of which can be withdrawn (GDPR Art. 7(3)). */
  readonly functions?: readonly RightOption[];
  /** Uses of data that can be objected to (GDPR Art. 21(1)). */
  readonly uses?: readonly RightOption[];
  /** Of a right to correction: what can be corrected. */
  readonly corrects?: CorrectionRule;
  /** Of a right to have public listings taken down: where they are and what takes one down. */
  readonly listing?: ListingRule;
  /** What losing the data means, told before it is asked for, and counted for staff from what was found. */
  readonly consequences?: readonly Consequence[];
  /** What becomes of a company when one of its accounts goes. */
  readonly company?: CompanyRule;
  /** Days between the decision and carrying it out, in which the member can withdraw. */
  readonly waitingDays?: number;
  /** Whether a second person must agree. */
  readonly secondApprover?: boolean;
}

/** Values by `<dataset>.<collection>.<field>`. */
export type SetValues = Readonly<Record<string, string | number | boolean>>;

/** A part of a right that is chosen for itself. */
export interface RightOption {
  readonly key: string;
  readonly name: Localised;
  /** What stops with it, told before it is chosen and when it is done. */
  readonly effect: Localised;
  readonly sets: SetValues;
}

/** Of a collection's records, those whose fields each hold one of these values. */
export type FieldValues = Readonly<Record<string, readonly string[]>>;

export interface Consequence {
  readonly key: string;
  readonly text: Localised;
  /** What is counted; absent for what is only said. */
  readonly collection?: string;
  readonly where?: FieldValues;
}

/**
 * A company's last administrator can't go without handing it over or closing it. Its accounts are counted when the data
 * is gathered; nothing else of other people is looked at.
 */
export interface CompanyRule {
  /** The collection of accounts, and its field with the company's number. */
  readonly accounts: string;
  readonly number: string;
  /** Accounts in use, and those of administrators among them. */
  readonly inUse: FieldValues;
  readonly administrators: FieldValues;
  /** What happens besides when the company goes with its last account, or is closed. */
  readonly closing: Readonly<Record<string, ActionOverride>>;
}

/**
 * What a right does with a value: `return` it in the answer, `delete` it (a record of which nothing else is kept goes
 * whole), empty it (`null`, the record stays), replace it by its SHA-256 (`hash`), its keyed hash (`hmac`) or a random
 * text (`random`), or `keep` it as it is.
 */
export type RightAction = 'return' | 'delete' | 'null' | 'hash' | 'hmac' | 'random' | 'keep';

/** `keep`, `hash` and `hmac` leave something that can be told from others, so they carry a reason. */
export interface ActionRule {
  readonly action: RightAction;
  readonly basis?: Localised;
  readonly until?: Localised;
  /** As in a `KeepReason`. */
  readonly ground?: CitedTopic;
}

export interface ActionOverride extends ActionRule {
  /** Only in records that meet one of these; in all others `otherwise` happens. */
  readonly onlyIf?: readonly OwnCondition[];
  readonly otherwise?: ActionRule;
}

/**
 * Met by a record whose fields all hold a value of the data subject's own: by field of the record, where that value
 * comes from: a verified identity (`email`), or a field of the records about the data subject alone
 * (`members.members.name`).
 */
export type OwnCondition = Readonly<Record<string, string>>;

/** Fields of these categories can be corrected, but for the exceptions, keys, references and identities. */
export interface CorrectionRule {
  readonly categories: readonly string[];
  /** Why a field of them can't be, by `<dataset>.<collection>.<field>`: it follows from something else, for one. */
  readonly except: Readonly<Record<string, Localised>>;
}

/** Public listings of companies, with a person to contact in each. */
export interface ListingRule {
  /** `<dataset>.<collection>`; its primary key is one field, the listing's number. */
  readonly collection: string;
  /** Of a listing's public page, with `{number}` where its number stands. */
  readonly address: string;
  /** What a listing that is taken down holds, by field: for who may have it taken down, see `WhoseListing`. */
  readonly takeDown: {
    readonly sets: Readonly<Record<string, string | number | boolean>>;
    readonly onlyIf: WhoseListing;
  };
  /** Fields emptied when only the contact is taken out. */
  readonly takeOutContact: { readonly fields: readonly string[]; readonly onlyIf: WhoseListing };
}

/**
 * Met like an override's conditions; values come from a verified identity, or from the primary key of a collection through
 * which listings are found, such as the member's company.
 */
export type WhoseListing = readonly OwnCondition[];

/** Told to the member of what is kept: on which law and why, and until when (GDPR Art. 12(4), 17(3)). */
export interface KeepReason {
  readonly basis: Localised;
  readonly until: Localised;
  /** What the law of a request is cited for with it; absent where it is not. */
  readonly ground?: CitedTopic;
}

/** A category as members meet it: one or more fideslang data categories under a name they understand. */
export interface CategoryRule {
  readonly key: string;
  readonly name: Localised;
  /** Fideslang keys; a field belongs to the category with the longest matching prefix. */
  readonly dataCategories: readonly string[];
  readonly purposes: Localised;
  readonly recipients: readonly string[];
  readonly retention: Localised;
  readonly source: Localised;
}

/** What a recipient is told: OpenDSR's erasure, and beyond it that data was corrected or its use is restricted (GDPR Art. 19). */
export type NoticeType = 'erasure' | 'rectification' | 'restriction';

export interface Recipient {
  readonly key: string;
  readonly name: Localised;
  readonly kind: string;
  /** How it is told of an erasure by itself; without one, staff tell it. */
  readonly endpoint?: {
    readonly kind: 'opendsr';
    readonly url: string;
    /** `secretsmanager:` and the name or ARN of the secret that is shared with it. */
    readonly secret: string;
    /** Verified identities it knows people by, such as `email`. */
    readonly identities: readonly string[];
    /** Within which it should say what it did. */
    readonly answerDays: number;
    /** What it understands; of all else staff tell it. */
    readonly takes: readonly NoticeType[];
  };
}

/** The data map: every collection of every store, and how one leads to another. */
export interface DataMap {
  readonly stores: readonly StoreBinding[];
  readonly collections: readonly CollectionBinding[];
  /** Where accounts are: the collection and identity that prove an address is on record. */
  readonly accountDirectory: { readonly collection: string; readonly identity: string };
  /** The data category whose primary keys number companies, for legal holds on a company; absent where there are none. */
  readonly companyCategory?: string;
}

/**
 * Where a dataset lives. The policy names things as the company does (logical names); a deployment hands the
 * function that reads the store the same binding with its own names: `tables` maps a collection's `location` to
 * the physical table, `connection` is a PostgreSQL URI or `secretsmanager:<secret ARN>`, `bucket` the physical bucket.
 */
export type StoreBinding = DynamoStoreBinding | PostgresStoreBinding | S3StoreBinding | ManualStoreBinding;

export interface DynamoStoreBinding {
  readonly id: string;
  readonly kind: 'dynamodb';
  readonly region?: string;
  /** Physical table by `location`; a location that is not listed is the table's own name. */
  readonly tables?: Readonly<Record<string, string>>;
}

export interface PostgresStoreBinding {
  readonly id: string;
  readonly kind: 'postgres';
  /** Of a database role that may read and nothing else. */
  readonly connection: string;
  /** Of the role that erases: it may also UPDATE and DELETE. Functions that only read are not told. */
  readonly eraserConnection?: string;
}

export interface S3StoreBinding {
  readonly id: string;
  readonly kind: 's3';
  readonly bucket: string;
  readonly region?: string;
}

/** Paper, recordings, a system nobody can query: people look, erase and correct. */
export interface ManualStoreBinding {
  readonly id: string;
  readonly kind: 'manual';
  /** Days of the calendar that a person has, to look and to erase. */
  readonly dueDays: number;
}

export interface CollectionBinding {
  /** `<dataset>.<collection>`, unique, safe in object names. */
  readonly id: string;
  readonly store: string;
  /**
   * Table (DynamoDB; PostgreSQL, where `schema.table` is read as both) or key prefix (S3). An S3 prefix may hold
   * `{day}` (an ISO date, lets a period skip objects) or, for format `object`, one `{field}` of the collection. Of a manual
   * store: where a person looks, in words.
   */
  readonly location: string;
  readonly title: Localised;
  /** Field names; for DynamoDB the partition key first, then the sort key if the table has one. */
  readonly primaryKey: readonly string[];
  readonly fields: readonly FieldBinding[];
  /** DynamoDB: index by the field it is keyed on; a field without one must be the table's partition key. */
  readonly indexes?: Readonly<Record<string, string>>;
  /** DynamoDB: names of those indexes that project keys only, so that records are fetched from the table. */
  readonly keyOnlyIndexes?: readonly string[];
  /** S3: how objects are read. */
  readonly format?: 'jsonl' | 'csv' | 'object';
  readonly gzip?: boolean;
  /** The field a period asked for is matched against: an ISO 8601 date or instant. */
  readonly timeField?: string;
  /** Fields that hold email addresses of the data subject and of nobody else. */
  readonly ownAddresses?: readonly string[];
}

export interface FieldBinding {
  /** Name in the store; a field inside an object is written `outer.inner`. */
  readonly name: string;
  /** Key of the category in `categories` that members see this field under. */
  readonly category?: string;
  /** Fideslang data categories as the dataset gives them. */
  readonly dataCategories?: readonly string[];
  readonly title?: Localised;
  /** Fideslang `data_type`, such as `string`, `integer`, `string[]`. */
  readonly dataType?: string;
  /** Identity a request starts from, such as `email`. */
  readonly identity?: string;
  /**
   * This field equals a field of another collection. `from`: that collection is read first and its values lead
   * here; `to`: this collection is read first and its values lead there (fideslang `FidesDatasetReference`).
   */
  readonly references?: readonly FieldReference[];
}

export interface FieldReference {
  readonly collection: string;
  readonly field: string;
  readonly direction: 'from' | 'to';
}
