/** Hides the difference between MongoDB's regular expressions (PCRE) and JavaScript's. */
import { BSONRegExp } from 'bson';
import { stringBody } from '../bson/order-key.ts';
import { CommandError } from '../command-error.ts';

/** The pattern and options of a `$regex` value, inline options such as `(?i)` included. */
type Source = { readonly pattern: string; readonly options: string };

function sourceOf(value: unknown, options?: unknown): Source {
  if (options !== undefined && typeof options !== 'string') throw new CommandError(2, '$options has to be a string');
  const source = rawSource(value, options);
  const unknown = /[^imsxu]/.exec(source.options);
  if (unknown) throw new CommandError(51108, `invalid flag in regex options: ${unknown[0]}`);
  const inline = /^\(\?([imsx]+)\)/.exec(source.pattern);
  return inline ? { pattern: source.pattern.slice(inline[0].length), options: source.options + (inline[1] ?? '') } : source;
}

function rawSource(value: unknown, options: string | undefined): Source {
  if (typeof value === 'string') return { pattern: value, options: options ?? '' };
  if (value instanceof RegExp) return { pattern: value.source, options: options ?? value.flags.replace(/[gyd]/g, '') };
  if (value instanceof BSONRegExp) return { pattern: value.pattern, options: options ?? value.options };
  throw new CommandError(2, '$regex has to be a string');
}

/** Compiles a `$regex` value. Throws MongoDB's error when the pattern is invalid. */
export function compileRegex(value: unknown, options?: unknown): RegExp {
  const source = sourceOf(value, options);
  const flags = [...new Set(source.options.replace(/[^ims]/g, ''))].join('');
  const pattern = source.options.includes('x') ? withoutLayout(source.pattern) : source.pattern;
  try {
    return new RegExp(pattern, /[^\0-\u007F]/.test(pattern) && isValid(pattern, `${flags}u`) ? `${flags}u` : flags);
  } catch (error) {
    throw new CommandError(51091, `Regular expression is invalid: ${error instanceof Error ? error.message : ''}`);
  }
}

/** JavaScript's Unicode mode, needed for letters beyond the first plane, forbids some escapes that PCRE allows. */
function isValid(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

/** The extended syntax ignores white space and comments. */
function withoutLayout(pattern: string): string {
  return pattern.replace(/\\[\s\S]|\[(?:\\.|[^\]])*\]|#.*$|\s+/gm, (part) => (/^[\\[]/.test(part) ? part : ''));
}

/** The key every match of an anchored, case-sensitive pattern begins with, e.g. of `^pre`; `null` without one. */
export function anchoredPrefix(value: unknown, options?: unknown): string | null {
  const source = sourceOf(value, options);
  if (/[imx]/.test(source.options) || /[|]/.test(source.pattern)) return null;
  const match = /^\^((?:[\p{L}\p{N} _\-@:,;'"!#%&/<=>~`]|\\[^\p{L}\p{N}])*)(.?)/u.exec(source.pattern);
  if (!match) return null;
  const [, literal = '', following = ''] = match;
  const isOptional = /[*?{]/.test(following);
  const units = [...literal.matchAll(/\\(.)|(.)/gsu)].map(([, escaped, plain]) => escaped ?? plain ?? '');
  const prefix = (isOptional ? units.slice(0, -1) : units).join('');
  return prefix === '' ? null : stringBody(prefix);
}
