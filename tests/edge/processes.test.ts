/** The two processes as they are started: compiled, in a directory that looks like a release. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { authorityCertificateFile } from '../../server/certificates/local';
import { certificatePaths, createCertificateReader } from '../../server/certificates/store';
import { freePort } from '../setup/ports';
import { plain, secure } from './support/client';
import { listenOnLoopback, newDirectory, startFakeShop, until } from './support/edge';
import { buildRelease, type Run } from './support/process';

const DOMAIN = 'essence-aura.localhost';
let run: Run;

beforeAll(async () => {
  run = await buildRelease(DOMAIN);
});

describe('the certificates process', () => {
  test('is ready when it has stored a certificate, and ends cleanly', async () => {
    const dataDir = await newDirectory();
    const process = run('certificates', { DATA_DIR: dataDir });
    await process.ready;
    expect(existsSync(certificatePaths(dataDir).current)).toBe(true);
    expect(existsSync(authorityCertificateFile(dataDir))).toBe(true);
    process.child.kill('SIGTERM');
    expect(await process.ended).toBe(0);
    expect(existsSync(certificatePaths(dataDir).lock)).toBe(false);
    expect(process.stderr()).toBe('');
  });

  test('killed at any moment, the next start finishes the work without waiting', async () => {
    const dataDir = await newDirectory();
    for (const delayMs of [150, 250, 300, 350, 400, 450]) {
      const killed = run('certificates', { DATA_DIR: dataDir });
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      killed.child.kill('SIGKILL');
      await killed.ended;
      await rm(certificatePaths(dataDir).current, { force: true });
    }
    const last = run('certificates', { DATA_DIR: dataDir });
    await last.ready;
    // As the edge reads it: a bundle that a killed start stored is as good, though nothing names it as current.
    const loaded = await createCertificateReader(dataDir).load(new Date());
    expect(loaded?.bundle.names).toContain('essence-aura.localhost');
  });

  test('with a variable that is wrong says so in one line', async () => {
    const process = run('certificates', { DATA_DIR: await newDirectory(), CERTIFICATES: 'maybe' });
    expect(await process.ended).toBe(1);
    expect(process.stderr()).toMatch(/^CERTIFICATES .*\n$/);
  });

  test('with files that are missing says so, and looks again until they are there', async () => {
    const process = run('certificates', { DATA_DIR: await newDirectory(), CERTIFICATES: 'files' });
    await process.ready;
    await until(() => /looked after: CERTIFICATES=files needs the private key in /.test(process.stdout()));
    process.child.kill('SIGTERM');
    expect(await process.ended).toBe(0);
  });
});

describe('the edge process', () => {
  async function startBoth() {
    const dataDir = await newDirectory();
    const [httpPort, httpsPort] = [await freePort(), await freePort()];
    const shop = await startFakeShop((_request, response) => response.end('hello'));
    const variables = {
      DATA_DIR: dataDir,
      HTTP_PORT: String(httpPort),
      HTTPS_PORT: String(httpsPort),
      SHOP_PORT: String(shop.port),
    };
    const certificates = run('certificates', variables);
    const edge = run('edge', variables);
    await Promise.all([certificates.ready, edge.ready]);
    const ca = await readFile(authorityCertificateFile(dataDir), 'utf8');
    await until(async () => (await secure({ port: httpsPort, host: DOMAIN, ca }).catch(() => null))?.status === 200);
    return { variables, httpPort, httpsPort, edge, ca };
  }

  test('serves the shop, names its release, and leaves its ports free when it ends', async () => {
    const { httpPort, httpsPort, edge, ca } = await startBoth();
    expect(await secure({ port: httpsPort, host: DOMAIN, ca })).toMatchObject({ status: 200, body: 'hello' });
    const health = await secure({ port: httpsPort, host: DOMAIN, path: '/healthz', ca });
    expect(JSON.parse(health.body)).toEqual({ status: 'ok', process: 'edge', release: '1.2.3+abc1234' });
    const redirect = await plain({ port: httpPort, host: 'localhost', path: '/x' });
    expect(redirect.headers.location).toBe(`https://${DOMAIN}:${httpsPort}/x`);
    edge.child.kill('SIGINT');
    expect(await edge.ended).toBe(0);
    for (const port of [httpPort, httpsPort]) {
      const server = net.createServer().listen(port);
      await once(server, 'listening');
      server.close();
    }
    // Nothing but log lines was printed: the library's banners would not be JSON.
    for (const line of edge.stdout().trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(edge.stderr()).toBe('');
  });

  test.each(['HTTP_PORT', 'HTTPS_PORT'])('a taken %s ends the start with one sentence', async (variable) => {
    const port = await listenOnLoopback(net.createServer());
    const ports = { HTTP_PORT: String(await freePort()), HTTPS_PORT: String(await freePort()) };
    const edge = run('edge', { DATA_DIR: await newDirectory(), ...ports, [variable]: String(port) });
    expect(await edge.ended).toBe(1);
    expect(edge.stderr()).toBe(
      `${variable} ${port} is taken: another program listens there. Stop it, or set ${variable} to a free port.\n`,
    );
  });

  test('starts and serves without a store, with a self-signed certificate', async () => {
    const dataDir = path.join(await newDirectory(), 'missing');
    const ports = { HTTP_PORT: String(await freePort()), HTTPS_PORT: String(await freePort()) };
    const edge = run('edge', { DATA_DIR: dataDir, ...ports });
    await edge.ready;
    const answer = await secure({ port: Number(ports.HTTPS_PORT), host: DOMAIN, path: '/healthz' });
    expect(answer.status).toBe(200);
    await mkdir(dataDir);
    edge.child.kill('SIGTERM');
    expect(await edge.ended).toBe(0);
  });
});
