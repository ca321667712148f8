/**
 * The production layout in small: releases beside each other, the link `current`, and pm2 with a home of its own that
 * starts `ecosystem.config.js` through that link.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { authorityCertificateFile } from '../../server/certificates/local';
import { projectPaths } from '../../server/config/paths';
import { createTestDatabase, type TestDatabase } from '../setup/database';
import { freePorts } from '../setup/ports';

jest.setTimeout(180_000);

const DOMAIN = 'essence-aura.localhost';
const { root } = projectPaths();
const run = promisify(execFile);

interface Listed {
  readonly name: string;
  readonly pid: number;
  readonly pm2_env: { readonly status: string; readonly exec_mode: string; readonly restart_time: number };
}

let home: string;
let database: TestDatabase;
let env: Record<string, string>;
let ports: { readonly http: number; readonly https: number; readonly shop: number };
const seenPids = new Set<number>();

const pm2 = async (...args: string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, [path.join(root, 'node_modules/pm2/bin/pm2'), ...args], {
    cwd: home,
    env,
    timeout: 90_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout;
};

async function list(): Promise<readonly Listed[]> {
  const output = await pm2('jlist', '--silent');
  const listed = JSON.parse(output.slice(output.indexOf('['))) as readonly Listed[];
  for (const { pid } of listed) seenPids.add(pid);
  return listed;
}

const pidsOf = async (name: string): Promise<readonly number[]> =>
  (await list()).filter((one) => one.name === name).map((one) => one.pid);

/** A release is what a deploy uploads: the build, the views, and the packages it was built with. */
async function makeRelease(name: string): Promise<void> {
  const directory = path.join(home, 'releases', name);
  await mkdir(directory, { recursive: true });
  for (const part of ['dist', 'views', 'package.json', 'ecosystem.config.js']) {
    await cp(path.join(root, part), path.join(directory, part), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  await writeFile(path.join(directory, 'dist', 'release.json'), JSON.stringify({ version: '0.0.0', commit: name }));
}

/** Atomically, as a deploy does it: a link cannot be changed, but it can be replaced. */
async function switchTo(name: string): Promise<void> {
  await symlink(path.join('releases', name), path.join(home, 'current.next'));
  await rename(path.join(home, 'current.next'), path.join(home, 'current'));
}

interface Health {
  readonly status: string;
  readonly release: string;
}

function get(client: typeof http | typeof https, options: https.RequestOptions): Promise<Health> {
  return new Promise((resolve, reject) => {
    const request = client.get({ host: '127.0.0.1', path: '/healthz', agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('error', reject).on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(body) as Health);
        else reject(new Error(`${response.statusCode}: ${body}`));
      });
    });
    request.on('error', reject);
  });
}

const shopHealth = (): Promise<Health> => get(http, { port: ports.shop });

/** The edge answers with a self-signed certificate for the moment until the development CA's is there. */
async function edgeHealth(): Promise<Health> {
  const authority = authorityCertificateFile(path.join(home, 'data'));
  for (let attempt = 0; ; attempt++) {
    try {
      const ca = readFileSync(authority);
      return await get(https, { port: ports.https, servername: DOMAIN, headers: { Host: DOMAIN }, ca });
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(200);
    }
  }
}

/** A process that has ended may still be listed until its parent looks: in a container that can be never. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

beforeAll(async () => {
  if (!existsSync(path.join(root, 'dist', 'release.json'))) throw new Error('dist/ is missing: run npm run build');
  home = await mkdtemp(path.join(tmpdir(), 'essence-pm2-'));
  database = await createTestDatabase();
  const [httpPort = 0, httpsPort = 0, shopPort = 0] = await freePorts(3);
  ports = { http: httpPort, https: httpsPort, shop: shopPort };
  env = {
    PATH: String(process.env['PATH']),
    HOME: home,
    PM2_HOME: path.join(home, 'pm2'),
    PM2_DISABLE_VERSION_CHECK: 'true',
    RELEASE_DIR: path.join(home, 'current'),
    DOMAIN,
    DATA_DIR: path.join(home, 'data'),
    DATABASE_URL: database.url,
    CERTIFICATES: 'local',
    HTTP_PORT: String(httpPort),
    HTTPS_PORT: String(httpsPort),
    PUBLIC_HTTPS_PORT: '443',
    SHOP_PORT: String(shopPort),
  };
  await mkdir(path.join(home, 'data'));
  await makeRelease('one');
  await makeRelease('two');
  await switchTo('one');
});

afterAll(async () => {
  await pm2('kill').catch(() => undefined);
  for (const pid of [...seenPids].filter((one) => one > 0 && isAlive(one))) process.kill(pid, 'SIGKILL');
  await database.drop();
  await rm(home, { recursive: true, force: true });
});

// One story in four parts: each goes on from where the one before left off.

test('pm2 starts the four processes, each in its mode, and health names the release', async () => {
  await pm2('start', 'current/ecosystem.config.js');
  const placement = (await list()).map(({ name, pm2_env }) => `${name} ${pm2_env.exec_mode} ${pm2_env.status}`);
  const shopWorkers = cpus().map(() => 'shop cluster_mode online');
  expect(placement.sort()).toEqual([
    'certificates fork_mode online',
    'edge cluster_mode online',
    'jobs fork_mode online',
    ...shopWorkers,
  ]);
  expect(await shopHealth()).toMatchObject({ status: 'ok', release: '0.0.0+one' });
  expect(await edgeHealth()).toMatchObject({ status: 'ok', release: '0.0.0+one' });
});

test.each(['certificates', 'jobs', 'shop', 'edge'])('%s is reloaded into new processes', async (name) => {
  const before = await pidsOf(name);
  await pm2('reload', name);
  const after = await pidsOf(name);
  expect(after).toHaveLength(before.length);
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  expect(await shopHealth()).toMatchObject({ release: '0.0.0+one' });
  expect(await edgeHealth()).toMatchObject({ release: '0.0.0+one' });
});

test('a reload after the link was switched runs the other release', async () => {
  await switchTo('two');
  for (const name of ['shop', 'edge']) await pm2('reload', name);
  expect(await shopHealth()).toMatchObject({ status: 'ok', release: '0.0.0+two' });
  expect(await edgeHealth()).toMatchObject({ status: 'ok', release: '0.0.0+two' });
});

test('nothing died on the way, and when pm2 ends nothing is left', async () => {
  // A crash would have been restarted by pm2, and gone unseen.
  const restarts = (await list()).map(({ name, pm2_env }) => `${name} ${pm2_env.restart_time}`);
  expect([...new Set(restarts)].sort()).toEqual(['certificates 1', 'edge 2', 'jobs 1', 'shop 2']);
  const daemon = Number(readFileSync(path.join(home, 'pm2', 'pm2.pid'), 'utf8'));
  await pm2('kill');
  const left = (): readonly number[] => [daemon, ...seenPids].filter(isAlive);
  for (let attempt = 0; left().length > 0 && attempt < 50; attempt++) await sleep(100);
  expect(left()).toEqual([]);
});
