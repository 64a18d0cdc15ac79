export {
  type HoldChanger,
  holdChanger,
  type PlaceHold,
  type ReasonedRelease,
  type ReleaseHold,
} from './change-hold.ts';
export { type CompaniesOf, type FindHolds, holdFinder } from './check-holds.ts';
export { companiesFromReferences } from './companies-of-request.ts';
export { heldRecordFinder } from './held-records.ts';
export type { HoldPeriod, HoldRefusal, HoldScope, HoldState } from './hold.ts';
export { holdRoles } from './hold.ts';
export { dynamoHoldStore } from './hold-store.dynamo.ts';
export type { HoldStore } from './hold-store.ts';
export {
  declineWords,
  type PlacingWords,
  placingSchema,
  placingWords,
  releaseSchema,
  releaseWords,
  reviewWords,
} from './hold-words.ts';
export { dynamoHoldsSeen } from './holds-seen.dynamo.ts';
export { type KeepPreserved, preservationKeeper } from './keep-preserved.ts';
export { type HoldsSeen, holdLifter } from './lift-holds.ts';
export { type HoldMatch, heldFacts, matchHolds } from './match-holds.ts';
