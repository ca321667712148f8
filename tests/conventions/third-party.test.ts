/** What others made is named in THIRD_PARTY.md, and nothing of theirs lies anywhere else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { filesUnder, read, ROOT } from './source-files';

const DIRECTORIES = ['bench', 'deploy', 'docs', 'migrations', 'public', 'server', 'tests', 'views'];
const files = [
  ...readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name),
  ...DIRECTORIES.flatMap((directory) => filesUnder(directory)),
];
const page = read('THIRD_PARTY.md');
/** What stands in backticks and is no command and no pattern. */
const named = Array.from(page.matchAll(/`([^`\s]+)`/g), ([, name]) => String(name));
const isPath = (name: string): boolean => files.some((file) => file.split('/')[0] === name.split('/')[0]);

/** Their licences and our own: where such words belong. */
const MAY_CARRY_NOTICES = [
  'LICENSE',
  'THIRD_PARTY.md',
  'package-lock.json',
  'public/fonts/ofl.txt',
  'tests/conventions/third-party.test.ts',
];
const NOTICE =
  /copyright \(c\)|copyright ©|\(c\) \d{4}|SPDX-License-Identifier|@licen[cs]e\b|@preserve\b|all rights reserved|permission is hereby granted|redistribution and use in source|(mozilla|general|creative commons \S+) public licen|apache license/i;

interface Locked {
  readonly license?: string;
  readonly dev?: boolean;
}

const { packages: lockedPackages } = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/** Asks for no more than that its notice stays, which it does in node_modules. */
const PERMISSIVE = /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0)$/;

/** Where one may choose between licences, one that is permissive is enough. */
function isPermissive(at: string, { license }: Locked): boolean {
  const choices = (license ?? oldFormOf(at)).replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((one) => PERMISSIVE.test(one));
}

/** As packages of long ago say it, which the lockfile leaves out. */
function oldFormOf(at: string): string {
  const { licenses = [] } = JSON.parse(read(`${at}/package.json`)) as { licenses?: { readonly type: string }[] };
  return licenses.map(({ type }) => type).join(' OR ');
}

test('every path on the page exists', () => {
  const paths = named.filter(isPath);
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
});

test('every package on the page is one of ours', () => {
  const locked = Object.keys(lockedPackages);
  const packages = named.filter((name) => !isPath(name) && !name.startsWith('/') && !name.startsWith('--'));
  expect(packages.length).toBeGreaterThan(5);
  const unknown = packages.filter(
    (name) =>
      !locked.some((one) =>
        name.endsWith('*') ? one.startsWith(`node_modules/${name.slice(0, -1)}`) : one === `node_modules/${name}`,
      ),
  );
  expect(unknown).toEqual([]);
});

test('every folder with files that nobody typed is on the page', () => {
  const binary = files.filter((file) => readFileSync(path.join(ROOT, file)).includes(0));
  const folders = new Set(binary.map((file) => path.posix.dirname(file)));
  expect([...folders]).toContain('public/fonts');
  expect([...folders].filter((folder) => !named.includes(folder))).toEqual([]);
});

test("no other file carries somebody's notice of copyright or licence", () => {
  const foreign = files.filter((file) => !MAY_CARRY_NOTICES.includes(file) && NOTICE.test(read(file)));
  expect(foreign).toEqual([]);
  for (const file of ['LICENSE', 'public/fonts/ofl.txt']) expect(read(file)).toMatch(NOTICE);
});

test('every package of a host that is not simply permissive is on the page, by name or by its beginning', () => {
  const special = Object.entries(lockedPackages)
    .filter(([at, locked]) => at !== '' && !locked.dev && !isPermissive(at, locked))
    .map(([at]) => at.split('node_modules/').at(-1)!);
  const missing = special.filter(
    (name) => !named.some((one) => one === name || (one.endsWith('*') && name.startsWith(one.slice(0, -1)))),
  );
  expect(missing).toEqual([]);
});
