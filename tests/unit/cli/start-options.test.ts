import { describe, expect, test } from 'vitest';
import { parseStartOptions } from '#cli/start-options.ts';

describe('the options of npm start', () => {
  test('default to port 4000, the folder .data and demo data', () => {
    expect(parseStartOptions([])).toEqual({ firstPort: 4000, dataFolder: '.data', isFresh: false, hasDemo: true, wantsHelp: false });
  });

  test('are all understood', () => {
    expect(parseStartOptions(['--port', '5000', '--data=/tmp/x', '--fresh', '--no-demo'])).toEqual({
      firstPort: 5000, dataFolder: '/tmp/x', isFresh: true, hasDemo: false, wantsHelp: false,
    });
  });

  test.each(['0', 'x', '', '65500', '4000.5', '-1'])('refuse the port "%s" in one sentence', (port) => {
    expect(() => parseStartOptions([`--port=${port}`])).toThrow(/^--port takes a number from 1 to 65456, not [^\n]+\.$/);
  });

  test.each([[['--prot', '1']], [['--port']], [['extra']], [['--data=']]])('refuse %j in one sentence', (args) => {
    expect(() => parseStartOptions(args)).toThrow(/^[^\n]+\.$/);
  });
});
