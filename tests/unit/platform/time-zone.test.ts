import { describe, expect, it } from 'vitest';
import { isTimeZone } from '#platform/time-zone.ts';

describe('a time zone', () => {
  it.each(['Europe/Madrid', 'UTC', 'US/Pacific', 'America/Argentina/Buenos_Aires'])('is %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Mars/Phobos', 'Europe/Madrid ', 'CET+1'])('is not %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
