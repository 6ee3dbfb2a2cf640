import { describe, expect, test } from 'vitest';
import { smtpFailure } from '#worker/providers/smtp.ts';

const failure = (fields: object) => Object.assign(new Error('failed'), fields);

describe('an SMTP failure', () => {
  test.each([
    [{ code: 'EENVELOPE', responseCode: 550 }, false, { outcome: 'PERMANENT_FAILURE' }],
    [{ code: 'EMESSAGE', responseCode: 552 }, true, { outcome: 'PERMANENT_FAILURE' }],
    [{ code: 'EENVELOPE', responseCode: 450 }, false, { outcome: 'TRANSIENT_FAILURE', isDown: false }],
    [{ code: 'EMESSAGE', responseCode: 451 }, true, { outcome: 'TRANSIENT_FAILURE', isDown: false }],
    [{ code: 'EENVELOPE', responseCode: 421 }, false, { outcome: 'TRANSIENT_FAILURE', isDown: true }],
    [{ code: 'EAUTH', responseCode: 535 }, false, { outcome: 'TRANSIENT_FAILURE', isDown: true }],
    [{ code: 'ESOCKET' }, false, { outcome: 'TRANSIENT_FAILURE', isDown: true }],
    [{ code: 'ETIMEDOUT' }, true, { outcome: 'UNCERTAIN' }],
    [{ code: 'ECONNECTION' }, true, { outcome: 'UNCERTAIN' }],
    [{ code: 'EENVELOPE' }, false, { outcome: 'PERMANENT_FAILURE' }],
  ])('%j with data sent %s is %j', (fields, wasDataSent, expected) => {
    expect(smtpFailure(failure(fields), wasDataSent)).toMatchObject(expected);
  });
});
