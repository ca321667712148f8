import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installDependencies } from '../../../server/release/dependencies';
import { runProgram, type RunProgram } from '../../../server/release/run-program';
import { withDirectory } from '../../setup/directory';

const base = withDirectory();
let installs: string[];
beforeEach(() => void (installs = []));

async function release(name: string, lockfile: string): Promise<string> {
  const directory = base.at(name);
  await mkdir(directory);
  await writeFile(path.join(directory, 'package-lock.json'), lockfile);
  return directory;
}

/** npm in small; everything else is called. */
const run: RunProgram = async (program, args, options) => {
  if (program !== 'npm') return runProgram(program, args, options);
  installs.push(`${path.basename(String(options.cwd))}: ${args.join(' ')}`);
  const modules = path.join(String(options.cwd), 'node_modules');
  await mkdir(modules);
  await writeFile(path.join(modules, 'package'), '');
  return '';
};

const inodeOf = async (directory: string): Promise<number> =>
  (await stat(path.join(directory, 'node_modules', 'package'))).ino;

test('packages are installed by the lockfile, without those of development and without install scripts', async () => {
  const one = await release('one', 'a');
  expect(await installDependencies(run, one, null)).toBe('installed');
  expect(installs).toEqual(['one: ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error']);
  expect(await installDependencies(run, one, null)).toBe('already there');
});

test('where the lockfile is the same, those of the release before are linked, and outlive it', async () => {
  const [one, two] = [await release('one', 'a'), await release('two', 'a')];
  await installDependencies(run, one, null);
  expect(await installDependencies(run, two, one)).toBe('the same as before');
  expect(installs).toHaveLength(1);
  expect(await inodeOf(two)).toBe(await inodeOf(one));
  await rm(one, { recursive: true });
  expect(await readFile(path.join(two, 'node_modules', 'package'), 'utf8')).toBe('');
});

test('where it is another, or the one before is not complete, they are installed', async () => {
  const [one, two, three] = [await release('one', 'a'), await release('two', 'b'), await release('three', 'a')];
  await mkdir(path.join(one, 'node_modules'));
  expect(await installDependencies(run, two, one)).toBe('installed');
  expect(await installDependencies(run, three, one)).toBe('installed');
});

test('an installation that was cut off is begun anew', async () => {
  const one = await release('one', 'a');
  await mkdir(path.join(one, 'node_modules', 'half'), { recursive: true });
  await installDependencies(run, one, null);
  await expect(stat(path.join(one, 'node_modules', 'half'))).rejects.toThrow('ENOENT');
});
