import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, ENV_NAMES, parseLimit, readEnv } from '#platform/env.ts';

const example = readFileSync('.env.example', 'utf8');
const readme = readFileSync('README.md', 'utf8');
const shown = [...example.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);

describe('the configuration', () => {
  it('is shown whole in .env.example', () => {
    expect(shown.toSorted()).toEqual(ENV_NAMES.toSorted());
  });

  it('shows values in .env.example that are accepted', () => {
    const values = Object.fromEntries([...example.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=(.*)$/gm)].map((match) => [match[1], match[2]]));
    expect(readEnv(values)).toMatchObject({ MAIL_QUOTA: '12/hour,300/day' });
  });

  it('mentions in the README no variable that does not exist', () => {
    const mentioned = [...readme.matchAll(/^\| `([A-Z][A-Z0-9_]+)`/gm)].map((match) => match[1]);
    expect(mentioned.length).toBeGreaterThan(5);
    expect(mentioned.filter((name) => name !== undefined && !ENV_NAMES.includes(name))).toEqual([]);
  });

  it('reports all problems at once', () => {
    const read = () => readEnv({ PORT: 'x', MAIL_QUOTA: 'lots', MONGODB_URL: 'http://nowhere', MAIL_FLUSH_AT: '25:00' });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(/PORT.*MONGODB_URL.*MAIL_QUOTA.*MAIL_FLUSH_AT/s);
  });

  it('never defaults a secret in production', () => {
    expect(() => readEnv({ NODE_ENV: 'production' })).toThrow(/IDENTITY_SECRET.*LINK_SECRET.*DASHBOARD_SECRET.*ACCESS_TOKEN_KEYS/s);
  });

  it('refuses a secret that is too short', () => {
    expect(() => readEnv({ IDENTITY_SECRET: 'short' })).toThrow(/IDENTITY_SECRET must be at least 32 characters/);
  });

  it('counts an empty value as absent', () => {
    expect(readEnv({ MAIL_QUOTA: '' }).MAIL_QUOTA).toBe('12/hour,300/day');
  });

  it('says so when a secret file cannot be read', () => {
    expect(() => readEnv({ LINK_SECRET_FILE: '/nonexistent/link' })).toThrow(/LINK_SECRET_FILE names \/nonexistent\/link, which cannot be read/);
  });

  it('reads limits with and without a count of units', () => {
    expect(parseLimit('20/15minutes')).toEqual({ points: 20, seconds: 900 });
    expect(parseLimit('100/minute')).toEqual({ points: 100, seconds: 60 });
  });
});
