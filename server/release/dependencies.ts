// A release's packages, by its own lockfile. Where the one before has the same lockfile and Node, they are taken over as
// hard links: nothing is downloaded, and a registry that is away stops no deploy.
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOrNull } from '../process/read-file';
import type { RunProgram } from './run-program';

const INSTALL_TIMEOUT_MS = 10 * 60_000;
const COPY_TIMEOUT_MS = 2 * 60_000;
/** Beside the packages, written when they are complete. */
const STAMP = '.essence-aura-complete';
const INSTALL = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'] as const;

async function fingerprint(directory: string): Promise<string> {
  const lockfile = await readFile(path.join(directory, 'package-lock.json'), 'utf8');
  return `${process.version} ${process.arch}\n${lockfile}`;
}

export async function installDependencies(
  run: RunProgram,
  directory: string,
  previousDirectory: string | null,
): Promise<string> {
  const wanted = await fingerprint(directory);
  const modules = path.join(directory, 'node_modules');
  const stampOf = (release: string): string => path.join(release, 'node_modules', STAMP);
  if ((await readOrNull(stampOf(directory))) === wanted) return 'already there';
  await rm(modules, { recursive: true, force: true });

  if (previousDirectory !== null && (await readOrNull(stampOf(previousDirectory))) === wanted) {
    const draft = `${modules}.draft`;
    await rm(draft, { recursive: true, force: true });
    const from = path.join(previousDirectory, 'node_modules');
    await run('cp', ['--archive', '--link', from, draft], { timeoutMs: COPY_TIMEOUT_MS });
    await rename(draft, modules);
    return 'the same as before';
  }
  await run('npm', INSTALL, { cwd: directory, timeoutMs: INSTALL_TIMEOUT_MS });
  await writeFile(stampOf(directory), wanted);
  return 'installed';
}
