export { compileOrganisation, writeOrganisation } from './compile-organisation.ts';
export { lintMails } from './lint-mails.ts';
export { formatError, type PolicyError } from './policy-error.ts';
export { readCalendar, readLaw } from './read-clock.ts';
