/** What a log line may say. Anything else never reaches the log, so personal data can't either. */
export const logKeys = [
  'awsRequestId',
  'requestId',
  'route',
  'method',
  'status',
  'outcome',
  'code',
  'error',
  'frames',
  'step',
  'collection',
  'store',
  'milestone',
  'outboxId',
  'attempt',
  'count',
  'waiting',
] as const;

export type LogKey = (typeof logKeys)[number];
export type LogFields = Readonly<Partial<Record<LogKey, string | number | boolean | readonly string[] | undefined>>>;

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Writes one JSON line per call. `event` is a fixed word of the code, such as `mail_claimed`, never built from data. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** The same log with fields on every line. */
  with(fields: LogFields): Logger;
}

export interface LoggerOptions {
  /** Name of the function, on every line. */
  readonly name: string;
  /** Least level that is written. */
  readonly level: LogLevel;
  readonly write: (line: string) => void;
}

export function makeLogger({ name, level, write }: LoggerOptions, fixed: LogFields = {}): Logger {
  const line =
    (lineLevel: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      if (logLevels.indexOf(lineLevel) < logLevels.indexOf(level)) return;
      write(
        JSON.stringify({ level: lineLevel, function: name, event: word(event), ...allowed({ ...fixed, ...fields }) }),
      );
    };
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    with: (fields) => makeLogger({ name, level, write }, { ...fixed, ...fields }),
  };
}

/** Keys and shapes are checked again when running: a cast in a caller must not open the log. */
function allowed(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const key of logKeys) {
    const value: unknown = fields[key];
    if (value === undefined) continue;
    kept[key] = Array.isArray(value) ? value.map(word) : word(value);
  }
  return kept;
}

/** Codes, ids, routes and code positions pass; sentences, addresses and objects don't. */
function word(value: unknown): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return typeof value === 'string' && /^[\w$.:#/<>{}()|*+-]{1,160}$/.test(value) ? value : '[redacted]';
}

/** An error as the log may show it: its name and where in the code it arose, never its message. */
export function faultFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: 'NotAnError' };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .map((line) => line.slice('    at '.length).replaceAll(' ', ':'));
  return { error: error.name, frames };
}
