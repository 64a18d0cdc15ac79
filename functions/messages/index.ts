export { mailVariables, messageVariableNames } from './mail-variables.ts';
export { renderMail } from './message-template.ts';
