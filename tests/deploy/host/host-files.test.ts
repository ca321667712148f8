/** How a machine comes by its own files: offered by a release, compared, taken over, and given back. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newDirectory } from '../directories';

const lib = path.resolve(__dirname, '../../../deploy/host/files/usr/local/lib/essence-aura');
const ID = '20261123120000-1a2b3c4';
const NEXT_ID = '20261124120000-5d6e7f8';
const STORE = 'var/lib/essence-aura-host';
type Tree = Readonly<Record<string, { readonly content: string; readonly runs?: boolean }>>;

let scratch: string;
let machine: string;
beforeEach(() => {
  scratch = newDirectory();
  machine = path.join(scratch, 'machine');
  mkdirSync(path.join(machine, STORE), { recursive: true });
});

function bash(script: string): { readonly code: number | null; readonly said: string } {
  const sourced = `. ${lib}/common.sh; . ${lib}/host-files.sh; ${script}`;
  const env = { ...process.env, ESSENCE_AURA_ETC: scratch, ESSENCE_AURA_LIB: lib, ESSENCE_AURA_ROOT: machine };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', sourced], { encoding: 'utf8', env });
  return { code: status, said: stdout + stderr };
}

function lay(directory: string, tree: Tree): void {
  for (const [name, { content, runs = false }] of Object.entries(tree)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, runs ? 0o775 : 0o664);
  }
}

function archive(tree: Tree, id = ID): string {
  const directory = newDirectory();
  lay(path.join(directory, 'deploy/host/files'), tree);
  lay(directory, { 'dist/server/bin/activate.js': { content: '' } });
  const file = path.join(scratch, `essence-aura-${id}.tar.gz`);
  execFileSync('tar', ['-czf', file, '-C', directory, 'dist', 'deploy/host/files']);
  return file;
}

const read = (name: string): string => readFileSync(path.join(machine, name), 'utf8');
const modeOf = (name: string): number => statSync(path.join(machine, name)).mode & 0o777;
const offerAndInstall = (tree: Tree, id = ID) =>
  bash(`offer ${archive(tree, id)}; keep_files "$offered"; install_files "$offered"`);

const FIRST: Tree = {
  'usr/local/sbin/essence-aura-tool': { content: '#!/bin/sh\n', runs: true },
  'etc/essence-aura.conf': { content: 'one\n' },
  'etc/systemd/system/essence-aura-old.timer': { content: '[Timer]\n' },
};
const SECOND: Tree = {
  'usr/local/sbin/essence-aura-tool': { content: '#!/bin/sh\ntrue\n', runs: true },
  'etc/essence-aura.conf': { content: 'one\n' },
  'etc/systemd/system/essence-aura-new.timer': { content: '[Timer]\n' },
};

test('a release offers the files of its day, and changes nothing by that', () => {
  expect(bash(`offer ${archive(FIRST)}; differing_files "$offered"`)).toEqual({
    code: 0,
    said:
      'new      /etc/essence-aura.conf\nnew      /etc/systemd/system/essence-aura-old.timer\n' +
      'new      /usr/local/sbin/essence-aura-tool\n',
  });
  expect(read(`${STORE}/offered/release`)).toBe(`${ID}\n`);
  expect(existsSync(path.join(machine, 'etc'))).toBe(false);
});

test('taken over, each has its place, its content and its mode, whatever the checkout had', () => {
  expect(offerAndInstall(FIRST).code).toBe(0);
  expect(read('etc/essence-aura.conf')).toBe('one\n');
  expect([modeOf('etc/essence-aura.conf'), modeOf('usr/local/sbin/essence-aura-tool')]).toEqual([0o644, 0o755]);
  expect(bash('differing_files "$offered"').said).toBe('');
});

test('the next one changes, adds and takes away; what nobody put there stays', () => {
  offerAndInstall(FIRST);
  lay(machine, { 'etc/essence-aura.local': { content: "the operator's" } });
  expect(bash(`offer ${archive(SECOND, NEXT_ID)}; differing_files "$offered"`).said).toBe(
    'new      /etc/systemd/system/essence-aura-new.timer\nchanged  /usr/local/sbin/essence-aura-tool\n' +
      'gone     /etc/systemd/system/essence-aura-old.timer\n',
  );
  bash('install_files "$offered"');
  expect(existsSync(path.join(machine, 'etc/systemd/system/essence-aura-old.timer'))).toBe(false);
  expect(read('usr/local/sbin/essence-aura-tool')).toBe('#!/bin/sh\ntrue\n');
  expect(read('etc/essence-aura.local')).toBe("the operator's");
});

test('a file that may be run now differs, though its content is the same', () => {
  offerAndInstall(FIRST);
  const runs: Tree = { ...FIRST, 'etc/essence-aura.conf': { content: 'one\n', runs: true } };
  expect(bash(`offer ${archive(runs)}; differing_files "$offered"`).said).toBe('changed  /etc/essence-aura.conf\n');
  bash('install_files "$offered"');
  expect(modeOf('etc/essence-aura.conf')).toBe(0o755);
});

test('the way back gives everything back, and takes away what was new', () => {
  offerAndInstall(FIRST);
  offerAndInstall(SECOND, NEXT_ID);
  expect(read(`${STORE}/before/release`)).toBe(`${ID}\n`);
  expect(bash('install_files "$store/before"').code).toBe(0);
  expect(read('usr/local/sbin/essence-aura-tool')).toBe('#!/bin/sh\n');
  expect(modeOf('usr/local/sbin/essence-aura-tool')).toBe(0o755);
  expect(existsSync(path.join(machine, 'etc/systemd/system/essence-aura-old.timer'))).toBe(true);
  expect(existsSync(path.join(machine, 'etc/systemd/system/essence-aura-new.timer'))).toBe(false);
});

test('taken over by half, and then once more, it is whole', () => {
  offerAndInstall(FIRST);
  bash(`offer ${archive(SECOND, NEXT_ID)}`);
  rmSync(path.join(machine, 'etc/systemd/system/essence-aura-old.timer'));
  lay(machine, { 'etc/systemd/system/essence-aura-new.timer': { content: '[Timer]\n' } });
  expect(bash('install_files "$offered"; differing_files "$offered"')).toEqual({ code: 0, said: '' });
});

test('a file that cannot be written ends it, and the list of before stays', () => {
  offerAndInstall(FIRST);
  const list = read(`${STORE}/installed`);
  // A directory in its place stands for everything that can be in the way of a write.
  rmSync(path.join(machine, 'usr/local/sbin'), { recursive: true });
  lay(machine, { 'usr/local/sbin': { content: 'in the way' } });
  expect(bash(`offer ${archive(SECOND, NEXT_ID)}; install_files "$offered"`).code).not.toBe(0);
  expect(read(`${STORE}/installed`)).toBe(list);
});

test.each([
  'essence-aura-latest.tar.gz',
  'essence-aura-20261123-1a2b3c4.tar.gz',
  'essence-aura-20261123120000-../x.tar.gz',
])('%s is no name of a release', (name) => {
  const { code, said } = bash(`release_id ${name}`);
  expect(code).toBe(1);
  expect(said).toContain('is not named like a release');
});

test('an archive without files of the host offers none, and the offer of before stays', () => {
  bash(`offer ${archive(FIRST)}`);
  const file = path.join(scratch, `essence-aura-${NEXT_ID}.tar.gz`);
  execFileSync('tar', ['-czf', file, '-C', scratch, 'machine']);
  expect(bash(`offer ${file} 2>/dev/null`).code).not.toBe(0);
  expect(read(`${STORE}/offered/release`)).toBe(`${ID}\n`);
});
