import { describe, expect, it } from 'vitest';
import { isId, newId } from '#platform/ids.ts';

describe('an id', () => {
  it('is a UUID of version 7', () => {
    expect(isId(newId())).toBe(true);
  });

  it('sorts by the time it was made', () => {
    const ids = [3, 1, 2].map((second) => newId(1_700_000_000_000 + second * 1000));
    expect(ids.toSorted()).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('holds the time it was made, in milliseconds', () => {
    expect(Number.parseInt(newId(1_700_000_000_123).replaceAll('-', '').slice(0, 12), 16)).toBe(1_700_000_000_123);
  });

  it.each(['', 'x', '018f4e9e-0000-4000-8000-000000000000', '018F4E9E-0000-7000-8000-000000000000', "018f4e9e-0000-7000-8000-000000000000'"])('is not %j', (value) => {
    expect(isId(value)).toBe(false);
  });
});
