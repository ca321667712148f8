/** The production layout in small: releases beside each other, the link `current`, and pm2 with a home of its own. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { authorityCertificateFile } from '../../server/certificates/local';
import { projectPaths } from '../../server/config/paths';
import { plain, secure, type Answer } from '../edge/support/client';
import { createTestDatabase } from './database';
import { freePorts } from './ports';

const DOMAIN = 'essence-aura.localhost';
const { root } = projectPaths();
const run = promisify(execFile);

interface Listed {
  readonly name: string;
  readonly pid: number;
  readonly pm2_env: { readonly status: string; readonly exec_mode: string; readonly restart_time: number };
}

interface Health {
  readonly status: string;
  readonly release: string;
}

export type Installation = Awaited<ReturnType<typeof createInstallation>>;

/** Nothing is started yet, and there is no release. @param added wins over what is set here */
export async function createInstallation(added: Readonly<Record<string, string>> = {}) {
  if (!existsSync(path.join(root, 'dist', 'release.json'))) throw new Error('dist/ is missing: run npm run build');
  const home = await mkdtemp(path.join(tmpdir(), 'essence-pm2-'));
  const dataDir = path.join(home, 'data');
  const pm2Home = path.join(home, 'pm2');
  await mkdir(dataDir);
  const database = await createTestDatabase();
  const [httpPort = 0, httpsPort = 0, shopPort = 0] = await freePorts(3);
  const ports = { http: httpPort, https: httpsPort, shop: shopPort };
  const env = {
    PATH: String(process.env['PATH']),
    HOME: home,
    PM2_HOME: pm2Home,
    PM2_DISABLE_VERSION_CHECK: 'true',
    RELEASE_DIR: path.join(home, 'current'),
    DOMAIN,
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    CERTIFICATES: 'local',
    HTTP_PORT: String(httpPort),
    HTTPS_PORT: String(httpsPort),
    PUBLIC_HTTPS_PORT: '443',
    SHOP_PORT: String(shopPort),
    ...added,
  };
  const seenPids = new Set<number>();
  const caPem = (): string => readFileSync(authorityCertificateFile(dataDir), 'utf8');

  async function pm2(...args: readonly string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [path.join(root, 'node_modules/pm2/bin/pm2'), ...args], {
      cwd: home,
      env,
      timeout: 90_000,
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  }

  async function list(): Promise<readonly Listed[]> {
    const output = await pm2('jlist', '--silent');
    const listed = JSON.parse(output.slice(output.indexOf('['))) as readonly Listed[];
    for (const { pid } of listed) seenPids.add(pid);
    return listed;
  }

  return {
    domain: DOMAIN,
    dataDir,
    logDirectory: path.join(pm2Home, 'logs'),
    ports,
    database,
    seenPids: seenPids as ReadonlySet<number>,
    pm2,
    list,
    pidsOf: async (name: string): Promise<readonly number[]> =>
      (await list()).filter((one) => one.name === name).map((one) => one.pid),
    daemonPid: () => Number(readFileSync(path.join(pm2Home, 'pm2.pid'), 'utf8')),
    makeRelease: (name: string) => makeRelease(path.join(home, 'releases', name), name),
    async switchTo(name: string) {
      // Atomically, as a deploy does it: a link cannot be changed, but it can be replaced.
      await symlink(path.join('releases', name), path.join(home, 'current.next'));
      await rename(path.join(home, 'current.next'), path.join(home, 'current'));
    },
    shopHealth: async () => healthIn(await plain({ port: shopPort, host: '127.0.0.1', path: '/healthz' })),
    edgeHealth: () => edgeHealth(httpsPort, caPem),
    caPem,
    async remove() {
      await pm2('kill').catch(() => undefined);
      for (const pid of [...seenPids].filter((one) => one > 0 && isAlive(one))) process.kill(pid, 'SIGKILL');
      await database.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** A release is what a deploy uploads: the build, the views, and the packages it was built with. */
async function makeRelease(directory: string, name: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const part of ['dist', 'views', 'package.json', 'ecosystem.config.js']) {
    await cp(path.join(root, part), path.join(directory, part), { recursive: true });
  }
  await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  await writeFile(path.join(directory, 'dist', 'release.json'), JSON.stringify({ version: '0.0.0', commit: name }));
}

function healthIn({ status, body }: Answer): Health {
  if (status !== 200) throw new Error(`${status}: ${body}`);
  return JSON.parse(body) as Health;
}

/** The edge answers with a self-signed certificate for the moment until the development CA's is there. */
async function edgeHealth(port: number, caPem: () => string): Promise<Health> {
  for (let attempt = 0; ; attempt++) {
    try {
      return healthIn(await secure({ port, host: DOMAIN, headers: { host: DOMAIN }, path: '/healthz', ca: caPem() }));
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(200);
    }
  }
}

/** A process that has ended may still be listed until its parent looks: in a container that can be never. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
