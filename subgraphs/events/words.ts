/** Hides how text becomes words that compare without regard to case and accents. */

const MAX_WORD_LENGTH = 40;
const MAX_WORDS = 400;

/** Letters that Unicode does not decompose into a base letter and an accent, though readers see one. */
const FOLDED: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ð: 'd', þ: 'th', ł: 'l', đ: 'd', ħ: 'h', ı: 'i', ŋ: 'n' };

/** Lower case, without accents: `Čeština` and `CESTINA` are the same. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæœøðþłđħıŋ]/g, (letter) => FOLDED[letter] ?? letter);
}

/** The folded words of some texts, each once, cut to 40 characters; at most 400. */
export function wordsOf(...texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []);
  return [...new Set(words.map((word) => [...word].slice(0, MAX_WORD_LENGTH).join('')))].slice(0, MAX_WORDS);
}

/** Matches a word that begins with the prefix; `prefix` is folded, hence holds letters and digits only. */
export function beginsWith(prefix: string): RegExp {
  return new RegExp(`^${prefix}`);
}

/** Matches a text of words, each after a space, of which one begins with the prefix. */
export function hasWord(prefix: string): RegExp {
  return new RegExp(` ${prefix}`);
}
