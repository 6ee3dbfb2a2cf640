import { createServer } from 'node:net';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '#embedded/ports.ts';
import { cleanEnvironment, freeFirstPort, runStart, temporaryFolder } from '#tests/support/npm-start.ts';

async function run(args: readonly string[], env?: Readonly<Record<string, string>>) {
  const { code, output } = await runStart(args, env);
  return { code, lines: output.split('\n').length, output };
}

/** Exit code 1 and one line that says so: no stack trace. */
function refusal(sentence: RegExp) {
  return { code: 1, lines: 1, output: expect.stringMatching(sentence) as unknown };
}

describe('npm start', () => {
  test('explains itself', async () => {
    const { code, output } = await run(['--help']);
    expect(code).toBe(0);
    for (const option of ['--port', '--data', '--fresh', '--no-demo', '--help']) expect(output).toContain(option);
  });

  test('says that Node is too old', async () => {
    const older = `data:text/javascript,Object.defineProperty(process, 'versions', { value: { node: '16.20.2' } })`;
    const env = { ...cleanEnvironment(), NODE_OPTIONS: `--import=${encodeURI(older)}` };
    expect(await run([], env)).toEqual(refusal(/^EventPost needs Node 18 or later to start/));
  });

  test('refuses an option that it does not know', async () => {
    expect(await run(['--prot', '4000'])).toEqual(refusal(/'--prot'.*--help shows the options\.$/));
  });

  test('refuses a port that is none', async () => {
    expect(await run(['--port', 'http'])).toEqual(refusal(/^--port takes a number/));
  });

  test('names a busy port and who could free it', async () => {
    using data = temporaryFolder();
    const first = await freeFirstPort();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(first + 2, '127.0.0.1', resolve));
    expect(await run(['--port', String(first), '--data', data.path])).toEqual(refusal(new RegExp(`^Port ${first + 2} \\(events\\) is busy: stop .*pid ${process.pid}`)));
    await new Promise((resolve) => server.close(resolve));
  });

  test('says that MONGODB_URL does not answer, without its password', async () => {
    using data = temporaryFolder();
    const env = { ...cleanEnvironment(), MONGODB_URL: `mongodb://ana:hush@127.0.0.1:${await freePort()}/` };
    const answer = await run(['--port', String(await freeFirstPort()), '--data', data.path], env);
    expect(answer).toEqual(refusal(/^MONGODB_URL names mongodb:\/\/127\.0\.0\.1:\d+\/, which does not answer/));
    expect(answer.output).not.toContain('hush');
  });

  test('lists every problem of the environment at once', async () => {
    using data = temporaryFolder();
    const env = { ...cleanEnvironment(), MAIL_QUOTA: 'lots', MAIL_FLUSH_AT: '25:00', IDENTITY_SECRET: 'short' };
    expect(await run(['--port', String(await freeFirstPort()), '--data', data.path], env)).toEqual(refusal(/MAIL_QUOTA.*MAIL_FLUSH_AT.*IDENTITY_SECRET/));
  });

  test('invents no secret in production', async () => {
    using data = temporaryFolder();
    const env = { ...cleanEnvironment(), NODE_ENV: 'production' };
    expect(await run(['--port', String(await freeFirstPort()), '--data', data.path], env)).toEqual(refusal(/IDENTITY_SECRET is required.*ACCESS_TOKEN_KEYS is required/));
  });

  test('says how to get Redis where it cannot install it', async () => {
    using data = temporaryFolder();
    const programs = join(data.path, 'bin');
    mkdirSync(programs);
    symlinkSync(process.execPath, join(programs, 'node'));
    const env = { ...cleanEnvironment(), PATH: programs };
    expect(await run(['--port', String(await freeFirstPort()), '--data', data.path], env)).toEqual(refusal(/^EventPost needs Redis and found none: run .*, or set REDIS_URL/));
  });

  test('refuses a data folder that it cannot write', async () => {
    using data = temporaryFolder();
    const file = join(data.path, 'file');
    writeFileSync(file, '');
    expect(await run(['--data', join(file, 'data')])).toEqual(refusal(/^The data folder .*data cannot be written/));
  });
});
