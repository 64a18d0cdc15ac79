export { deleteExportFromS3 } from './export-store.s3.ts';
export { ownSourcesOf } from './own-values.ts';
export { type ErasurePreview, erasurePreviewer, type PreviewErasure } from './preview-erasure.ts';
export { explainTreatment, type FieldOutcome, treatmentsFor } from './treat-record.ts';
