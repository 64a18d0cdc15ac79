import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type SampleMail, sampleMail } from '../../functions/messages/index.ts';
import { type Milestone, type Right, rights } from '../../functions/requests/index.ts';
import type { Organisation } from '../../functions/shared/organisation.ts';
import { compileOrganisation, formatError } from '../../policy/compiler/index.ts';
import { type Command, CommandRefused } from './command.ts';

const siteUrl = 'http://localhost:4400';

/** Prints a mail of the policy as it would go out for a made-up request, or writes all of them into a folder. */
export const previewMail: Command = {
  summary: 'prints a mail of the policy as it would go out',
  usage: [
    'npm run -s privacy -- preview-mail <template> [--language zh] [--law gdpr] [--right access] [--html]',
    '  [--organisation policy/ferronex]',
    'npm run -s privacy -- preview-mail --all --out <folder> [--law gdpr] [--right access] [--organisation <folder>]',
    '',
    'The request is made up: everything that the mail can tell of has happened to it.',
  ].join('\n'),
  async run(args, { print, environment }) {
    const { values, positionals } = parsed(args);
    const folder = values.organisation ?? environment.ORGANISATION ?? 'policy/ferronex';
    const compiled = compileOrganisation(folder);
    if (!compiled.ok) throw new CommandRefused(compiled.refusal.map(formatError)[0] ?? `${folder} can't be read.`);
    const organisation = compiled.value;
    const law = oneOf('law', values.law ?? organisation.law, Object.keys(organisation.laws));
    const right =
      values.right === undefined ? undefined : (oneOf('right', values.right.replaceAll('-', '_'), rights) as Right);
    if (values.all) {
      if (values.out === undefined) throw new CommandRefused('Give the folder to write to: --out <folder>.');
      for (const language of organisation.languages)
        writeAll(organisation, { law, right, language }, values.out, print);
      return 0;
    }
    const language = oneOf('language', values.language ?? organisation.defaultLanguage, organisation.languages);
    const known = Object.keys(organisation.messages[language] ?? {});
    const [template] = positionals;
    if (template === undefined) throw new CommandRefused(`Give a template: ${known.join(', ')}.`);
    const mail = preview(organisation, oneOf('template', template, known), { law, right, language });
    print(values.html ? mail.html : `Subject: ${mail.subject}\n\n${mail.text}`);
    return 0;
  },
};

interface Sample {
  readonly law: string;
  readonly right: Right | undefined;
  readonly language: string;
}

function preview(organisation: Organisation, template: string, sample: Sample): SampleMail {
  const mail = sampleMail(organisation, { ...sample, milestone: template as Milestone }, siteUrl);
  if (!mail) throw new CommandRefused(`There is no mail ${template} in ${sample.language}.`);
  return mail;
}

function writeAll(organisation: Organisation, sample: Sample, out: string, print: (line: string) => void): void {
  const folder = join(out, sample.language);
  mkdirSync(folder, { recursive: true });
  for (const template of Object.keys(organisation.messages[sample.language] ?? {})) {
    const mail = preview(organisation, template, sample);
    writeFileSync(join(folder, `${template}.html`), mail.html);
    writeFileSync(join(folder, `${template}.txt`), `Subject: ${mail.subject}\n\n${mail.text}`);
    print(join(folder, template));
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        language: { type: 'string' },
        law: { type: 'string' },
        right: { type: 'string' },
        html: { type: 'boolean' },
        all: { type: 'boolean' },
        out: { type: 'string' },
        organisation: { type: 'string' },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandRefused(error.message.split(/[\n.]/, 1)[0] ?? 'These arguments cannot be read');
  }
}

function oneOf(what: string, given: string, known: readonly string[]): string {
  if (known.includes(given)) return given;
  throw new CommandRefused(`There is no ${what} ${given}. There are: ${known.join(', ')}.`);
}
