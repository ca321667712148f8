/** The canary as it runs: the real shop and the real edge of this checkout, and where they listen. */
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '../../../server/config/env';
import { projectPaths } from '../../../server/config/paths';
import { readRelease, releaseName } from '../../../server/process/release';
import { tryCanary } from '../../../server/release/canary';
import { createTestDatabase, type TestDatabase } from '../../setup/database';

jest.setTimeout(90_000);

const { root } = projectPaths();
const LISTENING = '0A';
const LOOPBACK: ReadonlySet<string> = new Set(['0100007F', '00000000000000000000000001000000']);

let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'essence-canary-'));
});

afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Of the processes that this one has started: sockets by their inode. */
async function socketsOfChildren(): Promise<ReadonlySet<string>> {
  const sockets = new Set<string>();
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent !== String(process.pid)) continue;
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const socket = /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''));
      if (socket) sockets.add(String(socket[1]));
    }
  }
  return sockets;
}

/** `address:port` in the kernel's hexadecimal, of what children of this process listen on. */
async function listeners(): Promise<readonly string[]> {
  const sockets = await socketsOfChildren();
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)));
  return rows
    .filter(([, , , state, , , , , , inode = '']) => state === LISTENING && sockets.has(inode))
    .map(([, local = '']) => local);
}

test('while a canary runs it listens on loopback and nowhere else', async () => {
  const { config, inherited } = readEnvironment({
    PATH: process.env['PATH'],
    NODE_ENV: 'production',
    DOMAIN: 'essence-aura.localhost',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    CERTIFICATES: 'local',
    PAYMENTS: 'bank',
  });
  const seen = new Set<string>();
  let running = true;
  const trying = tryCanary({
    directory: root,
    releaseName: releaseName(readRelease(projectPaths(root).release)),
    config,
    env: inherited,
  }).finally(() => (running = false));
  const watching = (async () => {
    const isRunning = (): boolean => running;
    while (isRunning()) {
      for (const local of await listeners()) seen.add(local);
      await sleep(10);
    }
  })();
  await expect(trying).resolves.toMatch(/^ready on port \d+, a page came through its edge$/);
  await watching;
  // The shop's port, and the edge's two.
  expect(seen.size).toBe(3);
  expect([...seen].filter((local) => !LOOPBACK.has(String(local.split(':')[0])))).toEqual([]);
});
