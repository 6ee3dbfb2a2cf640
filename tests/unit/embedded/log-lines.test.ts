import { describe, expect, test } from 'vitest';
import { formatLogLine, messageOf } from '#embedded/log-lines.ts';

const line = '{"level":"warn","time":"2030-05-01T10:21:03.123Z","name":"users","requestId":"r1","attempt":2,"msg":"mail refused"}';

describe('a log line', () => {
  test('shows when, who, how bad, what, and the fields', () => {
    expect(formatLogLine('users', line)).toBe('10:21:03 users         WARN  mail refused requestId=r1 attempt=2');
  });

  test('keeps what is not JSON as it is', () => {
    expect(formatLogLine('mongodb', 'listening on mongodb://127.0.0.1:4027')).toBe('         mongodb       listening on mongodb://127.0.0.1:4027');
    expect(formatLogLine('users', '{broken')).toContain('{broken');
  });

  test('shows the stack of an error on lines of its own', () => {
    const withError = JSON.stringify({ level: 'error', msg: 'request failed', err: { message: 'boom', stack: 'Error: boom\n    at here' } });
    expect(formatLogLine('router', withError)).toMatch(/ERROR request failed err=\nError: boom\n {4}at here$/);
  });

  test('gives its message with what went wrong', () => {
    expect(messageOf('{"level":"fatal","msg":"could not start","err":{"message":"no port"}}')).toBe('could not start: no port');
    expect(messageOf('users: MongoDB does not answer.')).toBe('users: MongoDB does not answer.');
  });
});
