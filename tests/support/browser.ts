/** Hides the headless browser that tests look through. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const EXECUTABLES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Without a sandbox of its own (tests may run as root), and without calls to anybody. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Where the system's browser is, or undefined where there is none: tests that need it then say so and are passed over. */
export const browserPath = EXECUTABLES.find((path) => existsSync(path));

if (browserPath === undefined) console.warn('No Chromium on this machine: the tests in a browser are passed over (Debian: apt-get install chromium).');

/** A browser; close it. */
export function openBrowser(): Promise<Browser> {
  if (browserPath === undefined) throw new Error('There is no Chromium on this machine.');
  return chromium.launch({ executablePath: browserPath, args: ARGUMENTS });
}
