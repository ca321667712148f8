/** What restores and verifications share, function by function: bash with what it calls replaced. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newDirectory } from '../directories';

const library = path.resolve(__dirname, '../../../deploy/host/files/usr/local/lib/essence-aura');

let directory: string;
beforeEach(() => {
  directory = newDirectory();
  mkdirSync(path.join(directory, '17'));
});

/** @param script what runs after `backups.sh` was sourced; its arguments are `$1` and on */
function bash(script: string, ...args: readonly string[]): string {
  const sourced = `set -euo pipefail; . "$lib/backups.sh"; ${script}`;
  return execFileSync('bash', ['--norc', '-c', sourced, 'bash', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: {
      PATH: process.env.PATH ?? '',
      LC_ALL: 'C.UTF-8',
      lib: library,
      etc: directory,
      stanza: 'essence-aura',
      pg: '17',
      cluster: path.join(directory, '17', 'main'),
    },
  });
}

describe('two fingerprints', () => {
  const before = 'public.lines|20|311\npublic.orders|7|-5120\npublic.users|0|0';

  test.each([
    ['are the same', before, ''],
    ['lack rows', before.replace('orders|7', 'orders|6'), 'public.orders has 6 rows instead of 7\n'],
    ['have other rows', before.replace('-5120', '99'), 'public.orders has as many rows, but others\n'],
    ['lack a table', before.replace('public.users|0|0', ''), 'public.users is missing\n'],
    ['have one more', `${before}\npublic.z|1|4`, 'public.z is one table too many\n'],
    ['are of nothing', '', 'public.lines is missing\npublic.orders is missing\npublic.users is missing\n'],
  ])('that %s are told apart in words', (_, found, said) => {
    expect(bash('differences "$1" "$2"', before, found)).toBe(said);
  });
});

describe('the reason of a failure', () => {
  test.each([
    [
      '2026-11-24 00:06:42.031 P00  ERROR: [029]: raised from local-2 protocol: zst error: [-20] Data corruption detected\n   [FormatError] on 2 retries',
      'zst error: [-20] Data corruption detected\n',
    ],
    ['P00   WARN: a\nP00  ERROR: [082]: WAL segment 1 was not archived\n', 'WAL segment 1 was not archived\n'],
    ['2026-11-24 00:06:42 KST [1] FATAL:  recovery ended before it was done\n', 'recovery ended before it was done\n'],
    ['psql: error: no socket', 'psql: error: no socket\n'],
  ])('is what a person reads: %#', (said, why) => {
    expect(bash('why "$1"', said)).toBe(why);
  });
});

describe('room for a second copy', () => {
  const roomWith = (given: number, bytes: number): string =>
    bash('given=$1; df() { printf "Avail\\n%s\\n" "$given"; }; room "$2" || echo no', String(given), String(bytes));
  const GIB = 2 ** 30;

  test('is what it takes, a tenth, and a gibibyte', () => {
    expect(roomWith(12 * GIB, 10 * GIB)).toBe('');
    expect(roomWith(12 * GIB - 1, 10 * GIB)).toBe(
      `a second copy of the database needs 12288 MiB, and ${directory} has 12287 MiB free (docs/runbook.md: The disk is full)\nno\n`,
    );
  });
});

describe('the branches of history', () => {
  test('are read from every repository, each with the earliest time at which it was seen', () => {
    const ask = `ask() {
      case "$*" in
        *repo-ls*) echo "$1" | grep -q 2 && echo '{".":{"type":"path"},"0000000A.history":{"type":"file","time":70},"00000002.history":{"type":"file","time":40}}' ||
          echo '{"00000002.history":{"type":"file","time":50}}' ;;
        *repo-get\\ archive/essence-aura/17-1/*) printf '1\\t0/50\\tof %s\\n' "\${3##*/}" ;;
        *) exit 9 ;;
      esac
    }`;
    const archive = [1, 2].map((repository) => ({ id: '17-1', database: { id: 1, 'repo-key': repository } }));
    const info = JSON.stringify([{ archive }]);
    expect(JSON.parse(bash(`${ask}; info=$1; branches 1 2`, info))).toEqual([
      { timeline: 2, began: 40, history: '1\t0/50\tof 00000002.history\n' },
      { timeline: 10, began: 70, history: '1\t0/50\tof 0000000A.history\n' },
    ]);
  });

  test('end with the one that the database is on: a restore that was taken back began one that was never the shop', () => {
    const stubs = `
      backrest() { echo '[{"db":[],"backup":[]}]'; }
      repositories() { echo 1; }
      branches() { echo '[{"timeline":2,"began":10,"history":""},{"timeline":3,"began":20,"history":""}]'; }
      current_timeline() { echo "$now"; }`;
    const followed = (now: string, ...args: string[]): string =>
      bash(`${stubs}; now=$1; shift; pick "$@"; of_picked .timeline`, now, ...args).trim();
    expect(followed('3', '50')).toBe('3');
    expect(followed('2', '50')).toBe('2');
    expect(followed('1', '')).toBe('1');
    expect(followed('', '')).toBe('3');
    expect(followed('2', '', '3')).toBe('3');
    // A machine that takes the place of a lost one has a database that is none of these.
    writeFileSync(path.join(directory, 'awaiting-restore'), '');
    expect(followed('1', '')).toBe('3');
  });

  test('are none where no repository has a log yet', () => {
    expect(bash(`ask() { exit 9; }; info='[{"archive":[]}]'; branches 1 2`)).toBe('[]\n');
  });
});

describe('a restore that was cut off', () => {
  const at = (name: string): string => path.join(directory, '17', name);
  const make = (name: string, ...files: readonly string[]): void => {
    for (const file of ['', ...files]) {
      const whole = path.join(at(name), file);
      mkdirSync(file ? path.dirname(whole) : whole, { recursive: true });
      if (file) writeFileSync(whole, name);
    }
  };
  const control = (name: string): string => readFileSync(path.join(at(name), 'global/pg_control'), 'utf8');
  const KEPT = 'main.before-20261120-140000';
  const mark = (text = `${KEPT}\n`): void => writeFileSync(at('main.under-way'), text);
  const start = (): string => bash('put_back_if_cut_off');

  test('before anything was moved changes nothing', () => {
    make('main', 'global/pg_control');
    mark();
    start();
    expect(readdirSync(at(''))).toEqual(['main']);
    expect(control('main')).toBe('main');
  });

  test('between the two moves brings the directory back', () => {
    make(KEPT, 'global/pg_control');
    mark();
    expect(start()).toContain('the database of before it is back');
    expect(readdirSync(at(''))).toEqual(['main']);
    expect(control('main')).toBe(KEPT);
  });

  test('with an empty directory leaves none behind', () => {
    make(KEPT, 'global/pg_control');
    make('main');
    mark();
    start();
    expect(readdirSync(at(''))).toEqual(['main']);
  });

  test.each([
    ['while it was unpacked', ['PG_VERSION', 'recovery.signal']],
    ['while the log was replayed', ['global/pg_control', 'recovery.signal']],
  ])('%s brings the directory back, and keeps the half aside', (_, files) => {
    make(KEPT, 'global/pg_control');
    make('main', ...files);
    mark();
    start();
    expect(readdirSync(at(''))).toEqual(['main', expect.stringMatching(/^main\.failed-\d{8}-\d{6}$/)]);
    expect(control('main')).toBe(KEPT);
    expect(start()).toBe('');
  });

  test('after Postgres had opened stays: there may be orders in it', () => {
    make(KEPT, 'global/pg_control');
    make('main', 'global/pg_control');
    mark();
    expect(start()).toContain('and that stays');
    expect(readdirSync(at(''))).toEqual(['main', KEPT]);
    expect(control('main')).toBe('main');
  });

  test('and still lives is left alone: it is it that starts Postgres', () => {
    make(KEPT, 'global/pg_control');
    make('main', 'global/pg_control', 'recovery.signal');
    mark();
    const said = bash('exec 7<"$under_way"; flock 7; put_back_if_cut_off');
    expect(said).toBe('');
    expect(existsSync(at('main.under-way'))).toBe(true);
    expect(control('main')).toBe('main');
  });

  test('moves nothing that is not named as it names it', () => {
    make('elsewhere', 'global/pg_control');
    make('main', 'recovery.signal');
    mark('../17/elsewhere\n');
    start();
    expect(readdirSync(at(''))).toEqual(['elsewhere', 'main']);
  });
});

test('Postgres never starts on the half of a restore', () => {
  const unit = path.resolve(library, '../../../../etc/systemd/system/postgresql@.service.d/essence-aura.conf');
  expect(readFileSync(unit, 'utf8')).toMatch(/^ExecStartPre=\+\/usr\/local\/sbin\/essence-aura-restore --put-back$/m);
});
