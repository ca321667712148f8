/** A real Chromium with a profile of its own that trusts what it is told to trust and resolves names to this machine. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { hostsOf } from '../../server/hosts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Look = Pick<
  BrowserContextOptions,
  'javaScriptEnabled' | 'viewport' | 'colorScheme' | 'locale' | 'hasTouch' | 'isMobile'
>;

interface BrowserOptions {
  /** The site's names lead to these ports, of 127.0.0.1 unless told otherwise, when they are asked at 80 or 443. */
  readonly site: {
    readonly domain: string;
    readonly httpPort: number;
    readonly httpsPort: number;
    readonly address?: string;
  };
  /** Root certificates, PEM. Nothing else that isn't publicly trusted is accepted: no error is ever ignored. */
  readonly trust: readonly string[];
  readonly flags?: readonly string[];
  readonly context?: Look;
}

export type Browser = Awaited<ReturnType<typeof openBrowser>>;

export async function openBrowser(options: BrowserOptions) {
  const home = mkdtempSync(path.join(tmpdir(), 'essence-browser-'));
  trustRoots(home, options.trust);
  const { domain, httpPort, httpsPort, address = '127.0.0.1' } = options.site;
  const rules = hostsOf(domain).all.flatMap(({ name }) => [
    `MAP ${name}:443 ${address}:${httpsPort}`,
    `MAP ${name}:80 ${address}:${httpPort}`,
  ]);
  const context = await chromium.launchPersistentContext(path.join(home, 'profile'), {
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [
      ...FLAGS,
      ...(options.flags ?? []),
      `--host-resolver-rules=${rules.join(', ')}, MAP * ~NOTFOUND, EXCLUDE ${address}`,
    ],
    env: { PATH: process.env['PATH'] ?? '', HOME: home },
    ...options.context,
  });
  context.setDefaultTimeout(15_000);
  const faults = faultsOf(context);
  return {
    context,
    close: async () => {
      await context.close();
      await rm(home, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`a page complained:\n${faults.join('\n')}`);
    },
  };
}

/** Chromium's own word for a page that was left before its style sheet was there; that it has one is a convention. */
const LEFT_EARLY = 'ViewTransition opt-in disabled';

/** What went wrong in pages, as the console says it. That an answer was a refusal is no fault of the page. */
function faultsOf(context: BrowserContext): readonly string[] {
  const faults: string[] = [];
  context.on('weberror', (event) => {
    const error = event.error();
    if (error.message.includes(LEFT_EARLY)) return;
    faults.push(`${event.page()?.url() ?? ''}: ${String(error)} ${error.stack ?? ''}`);
  });
  context.on('console', (message) => {
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    faults.push(`${message.page()?.url() ?? ''}: ${message.text()}`);
  });
  return faults;
}

/** Chromium on Linux reads the roots a user trusts from the NSS database in her home. */
function trustRoots(home: string, roots: readonly string[]): void {
  const database = path.join(home, '.pki', 'nssdb');
  mkdirSync(database, { recursive: true });
  const certutil = (...args: string[]) =>
    execFileSync('certutil', ['-d', `sql:${database}`, ...args], { stdio: 'pipe' });
  certutil('-N', '--empty-password');
  for (const [index, pem] of roots.entries()) {
    const file = path.join(home, `root-${index}.pem`);
    writeFileSync(file, pem);
    certutil('-A', '-n', `root ${index}`, '-t', 'C,,', '-i', file);
  }
}
