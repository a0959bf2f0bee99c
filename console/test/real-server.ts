import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url));

/** The code that an app shows now for a secret. */
export const codeOf = (secret: string): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret.replaceAll(' ', '')), timestamp: Date.now() });

/** The real server, no drill, in a process of its own on a fresh database; reached by name, as passkeys need it. */
export async function startRealServer() {
  const data = mkdtempSync(join(tmpdir(), 'tocsin-people-'));
  const env = { ...process.env, TOCSIN_DRILL: 'false', TOCSIN_DATA: data, TOCSIN_PORT: '0', TOCSIN_LOG_LEVEL: 'error' };
  const child = fork(main, { env });
  const [message] = (await once(child, 'message')) as [{ ready?: string; failed?: string }];
  if (message.ready === undefined) throw new Error(`the server did not start: ${message.failed ?? 'no reason given'}`);
  const base = `http://localhost:${new URL(message.ready).port}`;

  /** What `tocsin init` prints: the link by which the first operator enrols. */
  async function init(mail: string, name: string): Promise<string> {
    const quiet = { ...env, TOCSIN_LOG_LEVEL: 'silent' };
    const { stdout } = await promisify(execFile)(process.execPath, [main, 'init', mail, name], { env: quiet });
    const { link } = JSON.parse(stdout) as { link: string };
    return base + link.slice(new URL(link).origin.length);
  }

  return {
    base,
    init,
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A page of a browser that has a platform authenticator of its own, whose user is always there. */
export async function pageWithAuthenticator(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { page, complaints };
}
