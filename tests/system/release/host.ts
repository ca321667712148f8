/** A host in small: releases, pm2 with a home of its own, and an `npm` that links the packages of this checkout. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { authorityCertificateFile } from '../../../server/certificates/local';
import { projectPaths } from '../../../server/config/paths';
import { parseList, type Worker } from '../../../server/release/pm2';
import { createTestDatabase } from '../../setup/database';
import { isAlive } from '../../setup/pm2';
import { freePorts } from '../../setup/ports';

const { root } = projectPaths();
const run = promisify(execFile);
export const DOMAIN = 'essence-aura.localhost';

export interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
}

export type Host = Awaited<ReturnType<typeof createHost>>;

const NPM = `#!/bin/sh
# The arguments are kept for the test; the packages are those of the checkout, each by a link.
echo "$@" >> "$NPM_CALLS"
mkdir node_modules
ln -s "$PACKAGES"/* "$PACKAGES"/.bin node_modules/
`;

export async function createHost() {
  if (!existsSync(path.join(root, 'dist', 'release.json'))) throw new Error('dist/ is missing: run npm run build');
  const base = await mkdtemp(path.join(tmpdir(), 'essence-host-'));
  const dataDir = path.join(base, 'data');
  const bin = path.join(base, 'bin');
  for (const directory of [dataDir, bin, path.join(base, 'releases'), path.join(base, 'incoming')]) {
    await mkdir(directory);
  }
  await writeProgram(path.join(bin, 'npm'), NPM);
  const pm2 = path.join(root, 'node_modules/pm2/bin/pm2');
  await writeProgram(path.join(bin, 'pm2'), `#!/bin/sh\nexec "${process.execPath}" "${pm2}" "$@"\n`);
  const database = await createTestDatabase();
  const [http = 0, https = 0, shop = 0] = await freePorts(3);
  const ports = { http, https, shop };
  const env = {
    PATH: `${bin}:${path.dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: base,
    PM2_HOME: path.join(base, 'pm2'),
    PM2_DISABLE_VERSION_CHECK: 'true',
    NPM_CALLS: path.join(base, 'npm-calls'),
    PACKAGES: path.join(root, 'node_modules'),
    NODE_ENV: 'production',
    DOMAIN,
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    CERTIFICATES: 'local',
    PAYMENTS: 'bank',
    HTTP_PORT: String(http),
    HTTPS_PORT: String(https),
    PUBLIC_HTTPS_PORT: '443',
    SHOP_PORT: String(shop),
  };
  const seenPids = new Set<number>();

  function start(script: string, args: readonly string[] = []) {
    const child = spawn(process.execPath, [script, ...args], { cwd: base, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (exitCode) => resolve({ exitCode, output }));
    });
    return { ended, pid: child.pid ?? 0, output: () => output };
  }

  async function workers(): Promise<readonly Worker[]> {
    const { stdout } = await run(path.join(bin, 'pm2'), ['jlist', '--silent'], { cwd: base, env });
    const listed = parseList(stdout);
    for (const { pid } of listed) seenPids.add(pid);
    return listed;
  }

  // On a host its daemon is systemd's child, and there before any release.
  await run(path.join(bin, 'pm2'), ['ping'], { cwd: base, env });

  return {
    base,
    ports,
    database,
    /** @param change what is different about it, in its directory */
    async makeRelease(id: string, change?: (directory: string) => Promise<void>) {
      const directory = path.join(base, 'releases', id);
      await rm(directory, { recursive: true, force: true });
      await mkdir(directory);
      for (const part of ['dist', 'views', 'migrations', 'package.json', 'package-lock.json', 'ecosystem.config.js']) {
        await cp(path.join(root, part), path.join(directory, part), { recursive: true });
      }
      await writeFile(path.join(directory, 'dist', 'release.json'), JSON.stringify({ version: '0.0.0', id }));
      await change?.(directory);
    },
    activate: (id: string) => start(path.join(base, 'releases', id, 'dist/server/bin/activate.js')),
    rollBack: (...args: readonly string[]) => start(path.join(base, 'current/dist/server/bin/rollback.js'), args).ended,
    current: () =>
      readlink(path.join(base, 'current')).then(
        (target) => path.basename(target),
        () => null,
      ),
    workers,
    caPem: () => readFileSync(authorityCertificateFile(dataDir), 'utf8'),
    async remove() {
      await workers().catch(() => undefined);
      await run(path.join(bin, 'pm2'), ['kill'], { cwd: base, env }).catch(() => undefined);
      for (const pid of [...seenPids].filter((one) => one > 0 && isAlive(one))) process.kill(pid, 'SIGKILL');
      await database.drop();
      await rm(base, { recursive: true, force: true });
    },
  };
}

async function writeProgram(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o755);
}

export async function prepend(directory: string, entryPoint: string, lines: string): Promise<void> {
  const file = path.join(directory, 'dist/server/bin', `${entryPoint}.js`);
  await writeFile(file, `${lines}\n${await readFile(file, 'utf8')}`);
}
