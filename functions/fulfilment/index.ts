export {
  type AttestedChange,
  type AttestedOutcome,
  attestChanges,
  changesByHand,
  type FindChangesByHand,
} from './changes-by-hand.ts';
export { copyReader, type ReadCopies } from './copy-of-record.ts';
export { correctionObstacle, correctionRule } from './correctable-fields.ts';
export { type CountConsequences, consequenceCounter } from './count-consequences.ts';
export { closing } from './erasing-right.ts';
export { deleteExportFromS3 } from './export-store.s3.ts';
export { listingNumber, listingRule } from './listing-rule.ts';
export { isOwnCollection, ownSourcesOf } from './own-values.ts';
export { planPackage } from './package-contents.ts';
export { type ChangePreparer, type ChosenChange, changePreparer } from './prepare-change.ts';
export { type ErasurePreview, erasurePreviewer, type PreviewErasure } from './preview-erasure.ts';
export { findingRedactor } from './redact-finding.ts';
export { changeList, countsOf, emptyList, type ListChange, type RedactionList } from './redaction-list.ts';
export { s3RedactionStore } from './redaction-store.s3.ts';
export type { RedactionStore } from './redaction-store.ts';
export { explainTreatment, type FieldOutcome, treatmentsFor } from './treat-record.ts';
