import { parseArgs } from 'node:util';
import { StartRefused } from './start-refused.ts';

export interface StartOptions {
  readonly dataDir: string;
  readonly reset: boolean;
  readonly sample: 'default' | 'large';
  /** The first of twelve ports; 0 for free ones. */
  readonly port: number;
  readonly organisation: string;
  readonly demoRequests: boolean;
  readonly help: boolean;
}

export const usage = `npm start -- [options]

  --data-dir <folder>        where all state is kept (default .data)
  --reset                    empty the data folder first
  --sample default|large     size of the sample platform (default: default)
  --port <number>            first of twelve ports (default 4400; also PORT)
  --no-demo-requests         leave the queue empty in a new data folder

  ORGANISATION=<folder>      policy folder (default policy/ferronex)
`;

const sampleOrganisation = 'policy/ferronex';
const lastPort = 65_535 - 7;

/** Reads arguments and environment. Throws StartRefused on what it doesn't understand. */
export function readCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const values = parse(args);
  const sample = values.sample ?? 'default';
  if (sample !== 'default' && sample !== 'large') {
    throw new StartRefused(`--sample is default or large, not ${sample}.`);
  }
  const given = values.port ?? environment.PORT ?? '4400';
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (!(port <= lastPort)) {
    throw new StartRefused(`The port must be a number from 0 to ${lastPort}, not ${given}.`);
  }
  const organisation = environment.ORGANISATION || sampleOrganisation;
  return {
    dataDir: values['data-dir'] ?? '.data',
    reset: values.reset ?? false,
    sample,
    port,
    organisation,
    // The people who ask are FerroNex's.
    demoRequests: organisation === sampleOrganisation && (values['demo-requests'] ?? true),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        'data-dir': { type: 'string' },
        reset: { type: 'boolean' },
        sample: { type: 'string' },
        port: { type: 'string' },
        'demo-requests': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new StartRefused(`${reason}.\n\n${usage}`, { cause: error });
  }
}
