import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginsWith, fold, wordsOf } from '#subgraphs/events/words.ts';

describe('folding text', () => {
  it.each([
    ['Café', 'cafe'],
    ['ŘEKA', 'reka'],
    ['São Paulo', 'sao paulo'],
    ['Straße', 'strasse'],
    ['Ærø', 'aero'],
    ['İstanbul', 'istanbul'],
    ['ΑΘΉΝΑ', 'αθηνα'],
    ['ｆｕｌｌ', 'full'],
  ])('makes %s %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('changes nothing when done again', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }));
  });
});

describe('the words of a text', () => {
  it('are what lies between anything but letters and digits, each once', () => {
    expect(wordsOf('Jazz & jazz: 2nd night!', 'Rock-n-roll')).toEqual(['jazz', '2nd', 'night', 'rock', 'n', 'roll']);
  });

  it('each begin with all of their beginnings, so that a pattern of them needs no escaping', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, length) => {
        for (const word of wordsOf(text)) {
          const prefix = [...word].slice(0, 1 + (length % [...word].length)).join('');
          expect(beginsWith(prefix).test(word)).toBe(true);
        }
      }),
    );
  });
});
