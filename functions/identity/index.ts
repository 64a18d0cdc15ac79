export { type AskForCode, type CodeWanted, codeAsker } from './ask-for-code.ts';
export { type CheckCode, type CodeRefusal, codeChecker } from './check-code.ts';
export { type CodePurpose, codeValidMinutes, purposeOf, type TooOften } from './code.ts';
export { dynamoCodeStore } from './code-store.dynamo.ts';
export type { CodeStore } from './code-store.ts';
export { codeDrawer, type DrawCode } from './draw-code.ts';
export { kmsKeyedHash } from './keyed-hash.kms.ts';
export type { KeyedHash } from './keyed-hash.ts';
export { kmsClient } from './kms-client.kms.ts';
export { type CountLimit, type LimitStore, limitCounter, mailLimits, networkParty } from './limit.ts';
export { dynamoLimitStore } from './limit-store.dynamo.ts';
export { maskEmail, normaliseEmail } from './normalise-email.ts';
export {
  type Session,
  type SessionStore,
  type Sessions,
  sessionHours,
  sessionKeeper,
  sessionTokenIn,
} from './session.ts';
export { dynamoSessionStore } from './session-store.dynamo.ts';
export { type Identifiers, type VerifiedIdentifiers, verifiedIdentifiers } from './verified-identifiers.ts';
