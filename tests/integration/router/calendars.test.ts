import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLinkSigner } from '#platform/signed-link.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter();
});
afterAll(() => router[Symbol.asyncDispose]());

const feed = async (secret: string) => `${router.url}/calendar/${await createLinkSigner(router.env.LINK_SECRET)({ purpose: 'calendar', userId: standInId('a', 1), secret })}.ics`;

describe('a calendar program', () => {
  it('gets the file of an event, and 304 while it is the same', async () => {
    const url = `${router.url}/events/${standInId('e', 1)}.ics`;
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/calendar/);
    expect(await response.text()).toMatch(/^BEGIN:VCALENDAR/);
    expect((await fetch(url, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } })).status).toBe(304);
  });

  it.each(['0193f000-0000-7000-8000-00000000ffff', 'nonsense', '..%2f..%2fetc'])('gets 404 for the event %s', async (id) => {
    expect((await fetch(`${router.url}/events/${id}.ics`)).status).toBe(404);
  });

  it("gets a person's feed by its secret address, kept by nobody else", async () => {
    const response = await fetch(await feed('right'));
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toContain('private');
  });

  it('gets 404 for a renewed or invented address alike', async () => {
    expect((await fetch(await feed('old'))).status).toBe(404);
    expect((await fetch(`${router.url}/calendar/nonsense.ics`)).status).toBe(404);
  });
});
