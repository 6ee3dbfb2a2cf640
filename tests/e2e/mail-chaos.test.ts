import { describe, expect, test } from 'vitest';
import { createRandom } from '#cli/simulate/random.ts';
import { runMailChaos } from '#tests/support/mail-chaos.ts';

describe('mail under attack', () => {
  test('comes to exactly one end each, never twice and never over the quota, whoever is killed', { timeout: 240_000 }, async () => {
    const report = await runMailChaos({
      workers: 3,
      mails: 200,
      quota: { max: 60, seconds: 3 },
      killEveryMs: 2_500,
      killUntilMs: 20_000,
      redisKillsAtMs: [6_000],
      random: createRandom(11).next,
      timeoutMs: 200_000,
    });
    expect(report.broken).toEqual([]);
  });
});
