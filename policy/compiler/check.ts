import { compileOrganisation } from './compile-organisation.ts';
import { lintMails } from './lint-mails.ts';
import { formatError } from './policy-error.ts';

/** `node policy/compiler/check.ts [folder]`: prints what is wrong with a policy as `file:line: message`. */
const folder = process.argv[2] ?? process.env.ORGANISATION ?? 'policy/ferronex';
const compiled = compileOrganisation(folder);
const errors = compiled.ok ? lintMails(folder, compiled.value) : compiled.refusal;
if (compiled.ok && errors.length === 0) {
  const { categories, dataMap } = compiled.value;
  const counts = `${dataMap.collections.length} collections in ${dataMap.stores.length} stores, ${categories.length} categories`;
  process.stdout.write(`${folder}: ${counts}, nothing wrong\n`);
} else {
  for (const error of errors) process.stdout.write(`${formatError(error)}\n`);
  process.exitCode = 1;
}
