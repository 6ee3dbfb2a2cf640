import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailComposerOptions } from 'nodemailer/lib/mail-composer';
import { describe, expect, test } from 'vitest';
import { composeMime } from '#worker/providers/mime.ts';

const body = fc.oneof(
  fc.string({ maxLength: 300, unit: 'binary' }),
  fc.array(fc.constantFrom('a line', 'otra más', '', ' trailing  ', '\t', 'x'.repeat(200), '=3D', '😀', '. a dot', '\r'), { maxLength: 20 }).map((lines) => lines.join('\r\n')),
);
const mail: fc.Arbitrary<MailComposerOptions> = fc.record({
  from: fc.constant('EventPost <hello@eventpost.example>'),
  to: fc.constantFrom('ana@example.org', 'Ana Núñez <ana@example.org>'),
  subject: fc.string({ maxLength: 120, unit: 'grapheme' }),
  text: body,
  html: body,
  textEncoding: fc.constantFrom('quoted-printable', 'base64', undefined),
  headers: fc.constant({ 'List-Unsubscribe': '<https://example.org/u?token=1>' }),
  attachments: fc.array(fc.record({ filename: fc.constantFrom('event.ics', 'invitación.ics'), contentType: fc.constant('text/calendar; method=PUBLISH'), content: body }), { maxLength: 2 }),
});

describe('a composed message', () => {
  test("is nodemailer's own, byte for byte", async () => {
    await fc.assert(fc.asyncProperty(mail, async (options) => {
      const root = new MailComposer(options).compile();
      const composed = composeMime(root);
      const built = await root.build();
      expect(composed.toString('latin1')).toBe(built.toString('latin1'));
    }), { numRuns: 1_000 });
  });

  test('is made of texts and bytes alone', () => {
    const root = new MailComposer({ from: 'hello@eventpost.example', to: 'ana@example.org', text: { path: '/dev/null' } }).compile();
    expect(() => composeMime(root)).toThrow(TypeError);
  });
});
