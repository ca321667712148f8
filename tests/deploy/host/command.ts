/** Runs a command of the host on this computer: its own `/etc/essence-aura`, and fakes of what it would call. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const files = path.resolve(__dirname, '..', '..', '..', 'deploy', 'host', 'files');

export interface HostCommand {
  readonly name: string;
  /** In the place of /etc/essence-aura. */
  readonly etc: string;
  readonly host: object;
  /** Programs by name, as shell scripts. */
  readonly fakes: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** @returns what it prints @throws with what it says on its way out */
export function runHostCommand({ name, etc, host, fakes, env }: HostCommand): string {
  const bin = path.join(etc, 'bin');
  rmSync(bin, { recursive: true, force: true });
  mkdirSync(bin);
  writeFileSync(path.join(etc, 'host.json'), JSON.stringify(host));
  // Whoever runs the tests is root for it.
  for (const [program, script] of Object.entries({ id: 'echo 0', ...fakes })) {
    writeFileSync(path.join(bin, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return execFileSync('bash', ['--norc', path.join(files, 'usr/local/sbin', name)], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: {
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      ESSENCE_AURA_ETC: etc,
      ESSENCE_AURA_LIB: path.join(files, 'usr/local/lib/essence-aura'),
      ...env,
    },
  });
}
