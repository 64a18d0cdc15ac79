/** One command of `npm run -s privacy`. */
export interface Command {
  /** What it does, in a line of the overview. */
  readonly summary: string;
  readonly usage: string;
  /**
   * @returns exit code: 0 done, 1 not or not all of it
   * @throws CommandRefused for arguments it does not understand
   */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A line of the result. */
  print(line: string): void;
  /** A line about how it goes, which is no part of the result. */
  tell(line: string): void;
}

/** Why a command cannot be carried out, in one line for the person at the terminal. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}
