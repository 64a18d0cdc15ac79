export { attachmentName, attachmentType, extensionOf, mostFileBytes, mostFiles } from './attachment.ts';
export { s3AttachmentLinks, s3AttachmentWriter } from './attachment-store.s3.ts';
export type { AttachmentStore } from './attachment-store.ts';
export {
  type ChangeAnswer,
  type ChangeEnd,
  changeAnswers,
  recipientsOfChanges,
} from './change-answer.ts';
export { composeMail } from './compose-mail.ts';
export {
  byReason,
  type CategoryAnswer,
  deletionAnswer,
  deletionByPolicy,
  type KeptPart,
  recipientsOf,
  toldOf,
} from './deletion-answer.ts';
export { type LegalPart, legalParts } from './legal-parts.ts';
export { messageListNames, messageVariableNames } from './mail-variables.ts';
export { type RenderedMail, renderMail } from './message-template.ts';
export { isToStaff, type SampleMail, sampleMail } from './sample-mail.ts';
export { sampleRequest } from './sample-request.ts';
export { dynamoStaffAddresses } from './staff-addresses.dynamo.ts';
export type { StaffAddresses } from './staff-addresses.ts';
export { staffVariableNames } from './staff-variables.ts';
