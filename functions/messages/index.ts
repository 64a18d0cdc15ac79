export { composeMail } from './compose-mail.ts';
export { type CategoryAnswer, deletionAnswer, deletionByPolicy, recipientsOf } from './deletion-answer.ts';
export { messageListNames, messageVariableNames } from './mail-variables.ts';
export { renderMail } from './message-template.ts';
