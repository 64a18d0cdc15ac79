export { deleteExportFromS3 } from './export-store.s3.ts';
