import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { authorityCertificateFile } from '../../server/certificates/local';
import { secure } from '../edge/support/client';
import { expectNone } from '../setup/html';
import { freePorts } from '../setup/ports';
import { killAll, processesOf, startShop, type Started } from '../setup/started';

jest.setTimeout(120_000);

const HOST = 'essence-aura.localhost';
const READY = 'Ctrl-C stops everything';
let directory: string;
let env: Record<string, string>;
let httpsPort: number;
const started: Started[] = [];

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'essence-start-'));
  const [http = 0, https = 0, shop = 0] = await freePorts(3);
  httpsPort = https;
  env = {
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    SHOP_PORT: String(shop),
    DATA_DIR: path.join(directory, 'data'),
  };
});

afterEach(async () => {
  killAll(env['DATA_DIR']!);
  await Promise.all(started.splice(0).map((one) => one.ended));
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

function start(more: Record<string, string> = {}): Started {
  const one = startShop({ ...env, ...more });
  started.push(one);
  return one;
}

const caOf = (dataDir: string) => readFileSync(authorityCertificateFile(dataDir), 'utf8');
const get = (host: string, url: string) => secure({ port: httpsPort, host, path: url, ca: caOf(env['DATA_DIR']!) });

async function untilShown(page: string): Promise<void> {
  let status = 0;
  for (let i = 0; i < 100 && status !== 200; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    status = (await get(HOST, page)).status;
  }
  expect(status).toBe(200);
}

async function portsAreFree(): Promise<void> {
  for (const name of ['HTTP_PORT', 'HTTPS_PORT', 'SHOP_PORT']) {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(Number(env[name]), resolve);
    });
    await new Promise((resolve) => server.close(resolve));
  }
}

test('a fresh start shows every step and the addresses, and SIGTERM leaves nothing behind', async () => {
  const shop = start();
  await shop.waitFor(READY);
  for (const step of ['Postgres', 'migrations', 'catalogue', 'certificates', 'jobs', 'shop', 'edge']) {
    expect(shop.output()).toMatch(new RegExp(`✓ ${step} `));
  }
  expect(shop.output()).toContain(`https://${HOST}:${httpsPort}`);
  expect(shop.output()).toContain(`https://app.${HOST}:${httpsPort}`);
  expect(shop.output()).toContain(path.relative(env['DATA_DIR']!, authorityCertificateFile(env['DATA_DIR']!)));
  expect(shop.output()).toMatch(/Sign in as +shopper@essence-aura\.localhost {2}[a-z0-9]{12}/);

  const listing = await get(HOST, '/perfumes');
  expect(listing.status).toBe(200);
  expect(listing.headers['set-cookie']).toBeUndefined();
  const redirected = await get('localhost', '/perfumes?q=x');
  expect([redirected.status, redirected.headers.location]).toEqual([302, `https://${HOST}:${httpsPort}/perfumes?q=x`]);

  shop.process.kill('SIGTERM');
  expect(await shop.ended).toBe(0);
  expect(processesOf(env['DATA_DIR']!)).toEqual([]);
  expect(existsSync(path.join(env['DATA_DIR']!, 'start.lock'))).toBe(false);
  await portsAreFree();
});

test('after kill -9 of everything the next start finds everything, and so does one after Ctrl-C', async () => {
  const first = start();
  await first.waitFor(READY);
  const password = /shopper@\S+ {2}(\S+)/.exec(first.output())![1];
  killAll(env['DATA_DIR']!);
  await first.ended;

  const second = start();
  await second.waitFor(READY);
  expect(second.output()).toMatch(/✓ migrations +up to date/);
  expect(second.output()).toMatch(/✓ catalogue +kept as it is/);
  expect(second.output()).toContain(password);
  expect((await get(HOST, '/perfumes')).status).toBe(200);
  second.process.kill('SIGINT');
  expect(await second.ended).toBe(0);

  const third = start();
  await third.waitFor(READY);
  expect((await get(HOST, '/perfumes')).status).toBe(200);
});

test('a supervisor killed alone leaves a database behind, which the next start takes over', async () => {
  const first = start();
  await first.waitFor(READY);
  first.process.kill('SIGKILL');
  await first.ended;
  const second = start();
  await second.waitFor(READY);
  expect((await get(HOST, '/perfumes')).status).toBe(200);
});

test('a process that dies is started again', async () => {
  const shop = start();
  await shop.waitFor(READY);
  const edge = processesOf(env['DATA_DIR']!).find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bin/shop.js'),
  );
  process.kill(edge!, 'SIGKILL');
  await shop.waitFor('shop ended (SIGKILL), starting it again');
  await untilShown('/perfumes');
});

test('a database that dies is said, and is there again at the same address', async () => {
  const shop = start();
  await shop.waitFor(READY);
  const pidFile = path.join(env['DATA_DIR']!, 'postgres', 'postmaster.pid');
  process.kill(Number.parseInt(readFileSync(pidFile, 'utf8'), 10), 'SIGKILL');
  await shop.waitFor('Postgres ended (its process is gone), starting it again');
  await untilShown('/cart');
});

test('a second start on the same data directory is refused and names the first', async () => {
  const first = start();
  await first.waitFor('✓ Postgres');
  const [http = 0, https = 0, shopPort = 0] = await freePorts(3);
  const second = start({ HTTP_PORT: String(http), HTTPS_PORT: String(https), SHOP_PORT: String(shopPort) });
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`in use by another npm start (process ${first.process.pid})`);
});

describe('what is wrong is one clear sentence and a non-zero exit', () => {
  async function refused(more: Record<string, string>, ...words: string[]): Promise<void> {
    const shop = start(more);
    expect(await shop.ended).toBe(1);
    for (const word of words) expect(shop.output()).toContain(word);
    expect(shop.output()).not.toMatch(/^\s+at /m);
    expect(processesOf(env['DATA_DIR']!)).toEqual([]);
  }

  test('a malformed variable', () => refused({ HTTPS_PORT: 'https' }, 'HTTPS_PORT must be a port number'));

  test('a taken port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(Number(env['HTTPS_PORT']), resolve));
    try {
      await refused({}, `HTTPS_PORT ${env['HTTPS_PORT']} is taken`);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('a data directory that is a file', async () => {
    writeFileSync(env['DATA_DIR']!, '');
    await refused({}, 'DATA_DIR', 'there is a file of that name');
  });

  test('a data directory where none can be made', () =>
    refused({ DATA_DIR: '/proc/essence/data' }, 'DATA_DIR /proc/essence/data', 'it can not be made there'));

  test('a data directory that holds something else', async () => {
    mkdirSync(path.join(env['DATA_DIR']!, 'postgres'), { recursive: true });
    await refused({}, 'is no Postgres data directory');
  });

  test('a database of another Postgres', async () => {
    mkdirSync(path.join(env['DATA_DIR']!, 'postgres'), { recursive: true });
    writeFileSync(path.join(env['DATA_DIR']!, 'postgres', 'PG_VERSION'), '16\n');
    await refused({}, 'was made by Postgres 16');
  });

  test('a damaged database', async () => {
    mkdirSync(path.join(env['DATA_DIR']!, 'postgres'), { recursive: true });
    writeFileSync(path.join(env['DATA_DIR']!, 'postgres', 'PG_VERSION'), '17\n');
    await refused({}, 'Postgres did not start');
  });

  test('a database that cannot be reached', () =>
    refused({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, 'ECONNREFUSED'));
});

test('production gets no demo products and no demo sign-in, and an empty shop still has a page', async () => {
  const shop = start({ NODE_ENV: 'production', DOMAIN: HOST, CERTIFICATES: 'local' });
  await shop.waitFor(READY);
  expectNone(shop.output(), 'Sign in as', '✓ catalogue');
  const home = await get(HOST, '/');
  expect(home.status).toBe(200);
  expect(home.body).toContain('<meta name="robots" content="noindex');
  expect((await get(HOST, '/perfumes')).status).toBe(200);
});
