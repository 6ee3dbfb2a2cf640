import { describe, expect, it } from 'vitest';
import { shortDetail } from '#worker/providers/provider.ts';

describe('what a provider said', () => {
  it.each([
    ['550 5.1.1 <ana@example.org>: Recipient address rejected', '550 5.1.1 <[address]>: Recipient address rejected'],
    ['Message to ana.b+x@mail.example.org, queued', 'Message to [address], queued'],
    ['250 2.0.0 OK\r\n  queued as 4Xy', '250 2.0.0 OK queued as 4Xy'],
  ])('is kept without addresses: %j', (said, kept) => {
    expect(shortDetail(said)).toBe(kept);
  });

  it('is kept short', () => {
    expect(shortDetail('x'.repeat(1000))).toHaveLength(300);
  });
});
