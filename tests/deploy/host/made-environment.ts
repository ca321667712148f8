/** A machine of its own for each test, whose environment essence-aura-environment makes. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newDirectory } from '../directories';

const files = path.resolve(__dirname, '..', '..', '..', 'deploy', 'host', 'files');
const command = path.join(files, 'usr/local/sbin/essence-aura-environment');
const UNTOLD = [
  'region',
  'bucket',
  'parameters',
  'dataDevice',
  'acmeDirectoryUrl',
  'acmeProfile',
  'adminAddress',
  'adminKey',
];

let etc: string;
let machine: string;
beforeEach(() => {
  etc = newDirectory();
  machine = newDirectory();
  for (const directory of ['run', 'bin', 'lib/setup.d']) mkdirSync(path.join(machine, directory), { recursive: true });
  cpSync(path.join(files, 'usr/local/lib/essence-aura/common.sh'), path.join(machine, 'lib/common.sh'));
  // It would change the clock and the firewall of this machine.
  writeFileSync(path.join(machine, 'lib/setup.d/30-system.sh'), `echo "30-system" >>${machine}/called\n`);
  fake(
    'systemctl',
    `[ "$1" != is-active ] || [ -e ${machine}/active ] || exit 3; [ "$1" = is-active ] || echo "$@" >>${machine}/called
     [ "$1" != start ] || [ ! -e ${machine}/refuses-to-start ] || exit 1
     [ "$1" != reload ] || [ ! -e ${machine}/refuses-to-reload ]`,
  );
  fake('setpriv', 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"');
  fake('sleep', '');
  tell({});
});

const fake = (name: string, script: string): void =>
  writeFileSync(path.join(machine, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

export function tell(changes: Readonly<Record<string, unknown>>): void {
  const host = {
    domain: 'essence-aura.com',
    ownerEmail: 'owner@example.com',
    stack: 'production',
    acmeChallenge: 'http-01',
    rebootTime: '03:30',
    ...Object.fromEntries(UNTOLD.map((name) => [name, null])),
  };
  writeFileSync(path.join(etc, 'host.json'), JSON.stringify({ ...host, ...changes }));
}

export const told = (): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(etc, 'host.json'), 'utf8')) as Record<string, unknown>;

/** What was made to follow since the last time this was asked. */
export function called(): readonly string[] {
  const file = path.join(machine, 'called');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  writeFileSync(file, '');
  return lines;
}

/** A release that runs; it takes whatever its domain is, but for `refused.example`. */
export function open(): void {
  const config = path.join(machine, 'opt/essence-aura/current/dist/server/config');
  mkdirSync(config, { recursive: true });
  writeFileSync(
    path.join(config, 'env.js'),
    `exports.readEnvironment = () => {
      if (process.env.DOMAIN !== 'refused.example') return;
      throw Object.assign(new Error('x'), { problems: ['DOMAIN is refused'] });
    };`,
  );
  writeFileSync(path.join(machine, 'active'), '');
}

/** @param parameters what Parameter Store has besides host.json, if not null; none: it can't be asked */
export function make(parameters?: Readonly<Record<string, string | null>>): string {
  const kept: Readonly<Record<string, string | null>> = { 'host.json': '{}', ...parameters };
  const entries = Object.entries(kept).filter(([, value]) => value !== null);
  const answer = {
    Parameters: entries.map(([name, Value]) => ({ Name: `/essence-aura/production/${name}`, Value })),
  };
  writeFileSync(path.join(machine, 'answer'), JSON.stringify(answer));
  fake('aws', parameters ? `cat '${machine}/answer'` : 'exit 255');
  return execFileSync('bash', ['--norc', command], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: {
      PATH: `${machine}/bin:${process.env.PATH ?? ''}`,
      ESSENCE_AURA_ETC: etc,
      ESSENCE_AURA_ROOT: machine,
      ESSENCE_AURA_LIB: path.join(machine, 'lib'),
    },
  });
}

export const written = (): string => readFileSync(path.join(etc, 'environment'), 'utf8');

/** As bash reads it, NUL between the variables. */
export function asBash(): Record<string, string> {
  const script = 'set -a; . "$1"; env -0';
  const output = execFileSync('bash', ['--norc', '-c', script, 'bash', path.join(etc, 'environment')], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin' },
  });
  const pairs = output.split('\0').filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** Where it is now; each test has another. */
export const host = {
  get etc(): string {
    return etc;
  },
  get machine(): string {
    return machine;
  },
};
