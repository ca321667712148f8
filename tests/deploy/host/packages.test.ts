/** What the first boot installs, with an apt of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newDirectory } from '../directories';

const lib = path.resolve(__dirname, '../../../deploy/host/files/usr/local/lib/essence-aura');
const DONE = 'var/lib/misc/essence-aura-setup-done';

let machine: string;
beforeEach(() => {
  machine = newDirectory();
  for (const directory of ['bin', 'etc', 'boot', 'var/lib/misc']) {
    mkdirSync(path.join(machine, directory), { recursive: true });
  }
  writeFileSync(path.join(machine, 'etc/host.json'), '{}');
  fake('systemd-detect-virt', 'exit 1');
  fake('uname', 'echo 6.12.48+deb13-cloud-arm64');
  fake('sleep', '');
  fake('dpkg', '');
  fake('sync', '');
  fake('systemctl', `echo "systemctl $@" >>${machine}/called`);
  kernels('6.12.48+deb13-cloud-arm64');
});

const fake = (name: string, script: string): void =>
  writeFileSync(path.join(machine, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

function kernels(...versions: readonly string[]): void {
  for (const version of versions) writeFileSync(path.join(machine, 'boot', `vmlinuz-${version}`), '');
}

interface Image {
  readonly hasAll?: boolean;
  readonly pending?: number;
}

function boot({ hasAll = false, pending = 0 }: Image = {}) {
  fake('dpkg-query', hasAll ? 'echo installed' : 'exit 1');
  const simulated = 'Inst libssl3t64 [3.5.1] (3.5.4)\\n'.repeat(pending);
  fake('apt-get', `case "$*" in *--simulate*) printf '${simulated}' ;; *) echo "$@" >>${machine}/called ;; esac`);
  const { status, stdout } = spawnSync('bash', [path.join(lib, 'setup.d/10-packages.sh')], {
    encoding: 'utf8',
    env: {
      PATH: `${machine}/bin:/usr/bin:/bin`,
      ESSENCE_AURA_ETC: path.join(machine, 'etc'),
      ESSENCE_AURA_LIB: lib,
      ESSENCE_AURA_ROOT: machine,
    },
  });
  const file = path.join(machine, 'called');
  const called = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  const verbs = called.map((call) => /(?<= |^)(update|upgrade|install|reboot)(?= |$)/.exec(call)?.[0]);
  return { status, said: stdout, verbs };
}

test('what was mended since the image was made comes before anything else is installed', () => {
  expect(boot({ pending: 3 })).toEqual({
    status: 0,
    said: expect.stringMatching(/^upgraded 3 packages\ninstalled \d+ packages\n$/) as string,
    verbs: ['update', 'upgrade', 'install'],
  });
});

test('an image that has all packages is upgraded, too', () => {
  expect(boot({ hasAll: true, pending: 1 }).verbs).toEqual(['update', 'upgrade']);
});

test('an image that is as new as the archive is left as it is', () => {
  expect(boot().verbs).toEqual(['update', 'install']);
});

test('a machine that is set up is upgraded by its nights, and never by its set-up', () => {
  writeFileSync(path.join(machine, DONE), '');
  expect(boot({ pending: 3 }).verbs).toEqual(['update', 'install']);
  expect(boot({ hasAll: true, pending: 3 }).said).toBe('');
});

test('a newer kernel is started, once, and the rest comes after it', () => {
  kernels('6.12.48+deb13-cloud-arm64', '6.12.101+deb13-cloud-arm64', '6.12.9+deb13-cloud-arm64');
  expect(boot({ pending: 1 })).toMatchObject({ status: 1, verbs: ['update', 'upgrade', 'reboot'] });
  // As if the boot loader had started the old one all the same.
  expect(boot()).toMatchObject({ status: 0, verbs: ['update', 'upgrade', 'reboot', 'update', 'install'] });
});

test('in a container, whose kernel is another machine’s, nothing is restarted', () => {
  kernels('6.12.101+deb13-cloud-arm64');
  fake('systemd-detect-virt', '');
  expect(boot().verbs).toEqual(['update', 'install']);
});
