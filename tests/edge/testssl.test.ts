/** What Debian's testssl says about the edge, on a certificate like a public CA's from a root that it trusts. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import express from 'express';
import { hostsOf } from '../../server/hosts';
import { createSecurityHeaders } from '../../server/web/security-headers';
import { secure } from './support/client';
import { DOMAIN, newDirectory, startEdgeAndShop, to } from './support/edge';
import { createPublicAuthority } from './support/public-authority';

const run = promisify(execFile);
const TIMEOUT_MS = 600_000;
const HALF_A_YEAR_S = 15_768_000;
jest.setTimeout(TIMEOUT_MS);

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

const HARMLESS = ['OK', 'INFO', 'LOW'];

const EXPECTED: Readonly<Record<string, string>> = {
  engine_problem: 'about its own openssl, which has no GOST ciphers to ask for; the edge offers none',
  sessionresumption_ticket:
    'its openssl leaves after the handshake, before the ticket of TLS 1.3 has come; tests/edge/certificates.test.ts resumes',
};

/** Protocols, ciphers, forward secrecy, preferences, certificate, headers, vulnerabilities: all that finds faults. */
const CHECKS = ['-p', '-s', '-f', '-P', '-S', '-h', '-U'];

let findings: readonly Finding[];

async function scan(port: number, rootPem: string): Promise<readonly Finding[]> {
  const directory = await newDirectory();
  const root = path.join(directory, 'root.pem');
  const output = path.join(directory, 'findings.json');
  await writeFile(root, rootPem);
  const quietly = ['--quiet', '--color', '0', '--warnings', 'off', '--nodns', 'none'];
  const limits = ['--connect-timeout', '20', '--openssl-timeout', '30'];
  const target = ['--ip', '127.0.0.1', '--add-ca', root, '--jsonfile', output, `${DOMAIN}:${port}`];
  // Its exit code counts findings; what matters is in the file.
  await run('testssl', [...quietly, ...limits, ...CHECKS, ...target], {
    cwd: directory,
    env: { PATH: process.env['PATH'], HOME: directory, TERM: 'dumb' },
    timeout: TIMEOUT_MS,
    maxBuffer: 16 * 1024 * 1024,
  }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw error;
  });
  return JSON.parse(await readFile(output, 'utf8')) as Finding[];
}

beforeAll(async () => {
  const app = express();
  app.disable('x-powered-by');
  app.use(createSecurityHeaders({ app: `https://${hostsOf(DOMAIN).app}` }));
  // A page that the edge keeps and compresses, as the shop's own are.
  const page = `<!doctype html><title>Shop</title>${'<p>Iris, cedar and rain.</p>'.repeat(50)}`;
  app.get('/', (_request, response) => {
    response.set({ 'Cache-Control': 'public, max-age=0, must-revalidate', 'CDN-Cache-Control': 'max-age=600' });
    response.type('html').send(page);
  });
  const authority = await createPublicAuthority();
  const { edge } = await startEdgeAndShop((request, response) => void app(request, response), {
    authority,
    trusted: true,
    // As it is once the owner has confirmed that HTTPS stays; until then testssl finds the promise too short.
    config: { certificates: 'acme', publicHttpsPort: 443, hstsMaxAgeSeconds: HALF_A_YEAR_S, pageCache: true },
  });
  const visit = to(edge, { headers: { 'accept-encoding': 'gzip' } });
  expect((await secure(visit)).headers['content-encoding']).toBe('gzip');
  findings = await scan(edge.httpsPort, authority.pem);
});

const severityOf = (id: string): string | undefined => findings.find((one) => one.id === id)?.severity;

test('testssl has nothing to say that is MEDIUM or worse', () => {
  const faults = findings.filter(({ id, severity }) => !HARMLESS.includes(severity) && !(id in EXPECTED));
  expect(faults).toEqual([]);
});

test('it looked at everything: protocols, ciphers, chain, headers and vulnerabilities', () => {
  const passed =
    'SSLv3 TLS1_2 TLS1_3 cipherlist_STRONG PFS HSTS_time cipher_order cert_chain_of_trust cert_trust ' +
    'Content-Security-Policy heartbleed ROBOT secure_client_renego BREACH LUCKY13';
  expect(passed.split(' ').filter((id) => severityOf(id) !== 'OK')).toEqual([]);
  expect(severityOf('scanProblem')).toBeUndefined();
});
