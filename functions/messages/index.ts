export { composeMail } from './compose-mail.ts';
export { messageVariableNames } from './mail-variables.ts';
export { renderMail } from './message-template.ts';
