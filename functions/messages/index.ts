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
export { messageListNames, messageVariableNames } from './mail-variables.ts';
export { renderMail } from './message-template.ts';
