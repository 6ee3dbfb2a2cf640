import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changePreferences, muteKind } from '#subgraphs/users/preferences.ts';
import { changeProfile, parseTimeZone } from '#subgraphs/users/profile.ts';
import { viewerRecordOf } from '#subgraphs/users/facts.ts';
import { account } from './account.ts';

test('a change of nothing changes nothing', () => {
  const user = account({ home: { name: 'Casa', address: null, coordinates: null }, interests: ['jazz'] });
  expect(changeProfile(user, {})).toEqual(user);
  expect(changeProfile(user, { displayName: null, timeZone: null, language: null, interests: null })).toEqual(user);
  expect(changePreferences(user, {})).toEqual(user);
});

test('topics are kept in one form, each once, and read the same when read again', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[A-Za-z]{1,10} {0,3}[a-z]{1,5}$/), { maxLength: 50 }), (topics) => {
      const { interests } = changeProfile(account(), { interests: topics });
      expect(new Set(interests).size).toBe(interests.length);
      expect(changeProfile(account(), { interests }).interests).toEqual(interests);
    }),
  );
});

test.each([['europe/lisbon', 'Europe/Lisbon'], ['UTC', 'UTC']])('the zone %s is kept as %s', (given, kept) => {
  expect(parseTimeZone(given)).toBe(kept);
});

test('a kind is muted once', () => {
  const muted = muteKind(account(), 'DIGEST');
  expect(muted.preferences.mutedKinds).toEqual(['DIGEST']);
  expect(muteKind(muted, 'DIGEST')).toBe(muted);
});

test('the router learns where home is only when it is a point', () => {
  expect(viewerRecordOf(account({ home: { name: 'Casa', address: null, coordinates: null } })).home).toBeNull();
  expect(viewerRecordOf(account({ home: { name: 'Casa', address: null, coordinates: { latitude: 1, longitude: 2 } } })).home).toEqual({ latitude: 1, longitude: 2 });
});
