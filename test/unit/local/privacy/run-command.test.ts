import { describe, expect, it } from 'vitest';
import { type Command, CommandRefused } from '../../../../local/privacy/command.ts';
import { runCommand } from '../../../../local/privacy/run-command.ts';

const greet: Command = {
  summary: 'greets',
  usage: 'greet <name>',
  async run([name], { print }) {
    if (name === undefined) throw new CommandRefused('Say whom to greet.');
    if (name === 'nobody') throw new Error('a fault');
    print(`Hello, ${name}`);
    return 0;
  },
};

async function typed(...args: string[]) {
  const printed: string[] = [];
  const told: string[] = [];
  const code = await runCommand({ greet }, args, {
    environment: {},
    print: (line) => printed.push(line),
    tell: (line) => told.push(line),
  });
  return { code, printed, told };
}

describe('the command for the terminal', () => {
  it('runs the command that is named, with the rest as its arguments', async () => {
    expect(await typed('greet', 'Anna')).toEqual({ code: 0, printed: ['Hello, Anna'], told: [] });
  });

  it('lists its commands when none is named, and that is not success', async () => {
    const { code, printed } = await typed();
    expect(code).toBe(1);
    expect(printed).toContain('  greet  greets');
    expect(await typed('--help')).toMatchObject({ code: 0, printed });
  });

  it.each(['part', 'toString'])('refuses a command there is not: %s', async (name) => {
    expect(await typed(name)).toEqual({
      code: 1,
      printed: [],
      told: [`There is no command ${name}. There are: greet.`],
    });
  });

  it('explains one command', async () => {
    expect(await typed('greet', '--help')).toEqual({ code: 0, printed: ['greet <name>'], told: [] });
  });

  it('tells in a line what it does not understand, and lets faults through', async () => {
    expect(await typed('greet')).toEqual({ code: 1, printed: [], told: ['Say whom to greet.'] });
    await expect(typed('greet', 'nobody')).rejects.toThrow('a fault');
  });
});
