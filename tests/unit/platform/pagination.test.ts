import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '#platform/errors.ts';
import { connectionOf, encodeCursor, pageOf } from '#platform/pagination.ts';

const cursorValue = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }));

describe('a page', () => {
  it('has twenty items unless asked otherwise', () => {
    expect(pageOf({}, 2)).toEqual({ limit: 20, after: null });
  });

  it.each([-1, 101, 1.5, Number.NaN])('refuses first: %s, naming the field', (first) => {
    expect(() => pageOf({ first }, 2)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'first' }));
  });

  it.each(['', 'x', 'bm90IGpzb24', encodeCursor(['one value']), encodeCursor([{}, 'b']), 'W10'])('refuses the cursor %j, naming the field', (after) => {
    expect(() => pageOf({ after }, 2)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'after' }));
  });

  it('begins after whatever key its cursor was made of', () => {
    fc.assert(
      fc.property(fc.array(cursorValue, { minLength: 1, maxLength: 4 }), (key) => {
        expect(pageOf({ after: encodeCursor(key) }, key.length).after).toEqual(key.map((value) => (Object.is(value, -0) ? 0 : value)));
      }),
    );
  });

  it('never throws anything but BAD_USER_INPUT, whatever the cursor', () => {
    const failureOf = (after: string) => {
      try {
        pageOf({ after }, 2);
        return 'BAD_USER_INPUT';
      } catch (error) {
        return error instanceof DomainError ? error.code : error;
      }
    };
    const strangers = fc.sample(fc.string(), 200).filter((after) => failureOf(after) !== 'BAD_USER_INPUT');
    expect(strangers).toEqual([]);
  });
});

describe('a connection', () => {
  it('says that there is more when there is one item too many, and leaves that out', () => {
    const connection = connectionOf(['a', 'b', 'c'], { limit: 2, after: null }, (item) => [item]);
    expect(connection.edges.map(({ node }) => node)).toEqual(['a', 'b']);
    expect(connection.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: encodeCursor(['a']), endCursor: encodeCursor(['b']) });
  });

  it('is empty without cursors', () => {
    expect(connectionOf([], { limit: 5, after: ['x'] }, () => []).pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null });
  });
});
