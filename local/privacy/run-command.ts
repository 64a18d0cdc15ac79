import { type Command, CommandRefused, type Terminal } from './command.ts';

/** Runs the command that the first argument names. @returns exit code */
export async function runCommand(
  commands: Readonly<Record<string, Command>>,
  [name, ...args]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    for (const line of overview(commands)) terminal.print(line);
    return name === undefined ? 1 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    terminal.tell(`There is no command ${name}. There are: ${Object.keys(commands).join(', ')}.`);
    return 1;
  }
  if (args.includes('--help') || args.includes('-h')) {
    terminal.print(command.usage);
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error;
    terminal.tell(error.message);
    return 1;
  }
}

function overview(commands: Readonly<Record<string, Command>>): string[] {
  const width = Math.max(0, ...Object.keys(commands).map((name) => name.length));
  return [
    'npm run -s privacy -- <command> [options]',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    '<command> --help says more.',
  ];
}
