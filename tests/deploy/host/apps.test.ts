/** What a start of the service runs: the current release, or after a deploy that was cut off the one that went live last. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readlinkSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { newDirectory } from '../directories';

const script = path.resolve(__dirname, '../../../deploy/host/files/usr/local/lib/essence-aura/apps.sh');
const [OLD, LAST, NEW] = ['20260101000001-aaaa', '20260101000002-bbbb', '20260101000003-cccc'];

let base: string;
let daemon: net.Server;
beforeEach(async () => {
  base = newDirectory();
  daemon = net.createServer();
  mkdirSync(path.join(base, 'bin'));
  writeFileSync(path.join(base, 'bin/pm2'), `#!/bin/sh\necho "$@" >>${base}/called\n`);
  chmodSync(path.join(base, 'bin/pm2'), 0o755);
  await new Promise<void>((resolve) => daemon.listen(path.join(base, 'rpc.sock'), resolve));
});
afterEach(() => new Promise((resolve) => daemon.close(resolve)));

function release(id: string, wentLiveDaysAgo: number | null): void {
  const directory = path.join(base, 'releases', id);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'ecosystem.config.js'), '');
  if (wentLiveDaysAgo === null) return;
  const at = Date.now() / 1000 - wentLiveDaysAgo * 86_400;
  writeFileSync(path.join(directory, '.went-live'), '');
  utimesSync(path.join(directory, '.went-live'), at, at);
}

const lead = (id: string): void => symlinkSync(`releases/${id}`, path.join(base, 'current'));
const current = (): string => path.basename(readlinkSync(path.join(base, 'current')));

function run(command: 'start' | 'reload'): { readonly code: number | null; readonly called: string } {
  const env = { PATH: `${base}/bin:/usr/bin:/bin`, PM2_HOME: base, RELEASE_DIR: path.join(base, 'current') };
  const { status } = spawnSync('bash', [script, command], { env, stdio: 'ignore' });
  return { code: status, called: readFileSync(path.join(base, 'called'), 'utf8').trim() };
}

test('the current release, by the link that a deploy moves', () => {
  release(LAST, 1);
  lead(LAST);
  expect(run('start')).toEqual({ code: 0, called: `--silent start ${base}/current/ecosystem.config.js --update-env` });
  expect(current()).toBe(LAST);
});

test('after a deploy that was cut off before its gate: what went live last, not what is newest or oldest', () => {
  release(OLD, 5);
  release(LAST, 1);
  release(NEW, null);
  lead(NEW);
  expect(run('start').code).toBe(0);
  expect(current()).toBe(LAST);
});

test('after a roll-back: what was rolled back to', () => {
  release(OLD, 0);
  release(LAST, 3);
  release(NEW, null);
  lead(NEW);
  run('start');
  expect(current()).toBe(OLD);
});

test('the first release of all, though it never went live: there is nothing else', () => {
  release(NEW, null);
  lead(NEW);
  expect(run('start').code).toBe(0);
  expect(current()).toBe(NEW);
});

test('a reload changes no release: it may be a deploy that asks', () => {
  release(LAST, 1);
  release(NEW, null);
  lead(NEW);
  expect(run('reload').called).toContain('--silent reload');
  expect(current()).toBe(NEW);
});
