/** `npm run -s privacy -- <command>`: what is done from a terminal. */
import type { Command } from './command.ts';
import { deadline } from './deadline.ts';
import { previewMail } from './preview-mail.ts';
import { replayErasures } from './replay-erasures.ts';
import { runCommand } from './run-command.ts';

const commands: Readonly<Record<string, Command>> = {
  deadline,
  'preview-mail': previewMail,
  'replay-erasures': replayErasures,
};

process.exitCode = await runCommand(commands, process.argv.slice(2), {
  environment: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
  tell: (line) => process.stderr.write(`${line}\n`),
});
