import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../local/command-line.ts';
import { parseJump } from '../../../local/demo-clock.file.ts';

describe('the command line', () => {
  it('has defaults for everything', () => {
    expect(readCommandLine([], {})).toEqual({
      dataDir: '.data',
      reset: false,
      sample: 'default',
      port: 4400,
      organisation: 'policy/ferronex',
      demoRequests: true,
      help: false,
    });
  });

  it('prefers the argument to the environment', () => {
    const options = readCommandLine(['--port', '0', '--sample', 'large', '--data-dir', '/x', '--reset'], {
      PORT: '5000',
      ORGANISATION: 'policy/other',
    });
    expect(options).toMatchObject({
      port: 0,
      sample: 'large',
      dataDir: '/x',
      reset: true,
      organisation: 'policy/other',
      demoRequests: false,
    });
    expect(readCommandLine([], { PORT: '5000' }).port).toBe(5000);
  });

  it('leaves the demo requests out when told to', () => {
    expect(readCommandLine(['--no-demo-requests'], {}).demoRequests).toBe(false);
  });

  it.each([
    [['--port', 'x'], 'The port must be a number from 0 to 65528, not x.'],
    [['--port', '65530'], 'The port must be a number from 0 to 65528, not 65530.'],
    [['--sample', 'huge'], '--sample is default or large, not huge.'],
    [['--odd'], "Unknown option '--odd'."],
    [['stray'], 'Unexpected argument'],
  ])('refuses %j in a sentence', (args, sentence) => {
    expect(() => readCommandLine(args, {})).toThrow(sentence);
  });
});

describe('jumps of the demo clock', () => {
  it.each([
    ['7d', 604_800_000],
    ['90s', 90_000],
    ['2w', 1_209_600_000],
    ['0d', undefined],
    ['-1d', undefined],
    ['9999d', undefined],
    ['1y', undefined],
    ['', undefined],
    [7, undefined],
  ])('%j is %s milliseconds', (text, expected) => {
    expect(parseJump(text)).toBe(expected);
  });
});
