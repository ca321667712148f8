/** What a deploy carries to a host: the build and what it reads. The host installs packages for its own processor. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { projectPaths } from '../config/paths';
import { readRelease } from '../process/release';
import { newReleaseId } from './id';
import type { RunProgram } from './run-program';

export interface Artefact {
  readonly id: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Below the root; `npx pulumi up` looks here too. */
export const ARTEFACTS = 'artefacts';
const PARTS = ['dist', 'views', 'migrations', 'ecosystem.config.js', 'package.json', 'package-lock.json'] as const;
/** The files of the machine itself: essence-aura-upgrade-host takes them from the archive. */
export const HOST_FILES = 'deploy/host/files';
const KEPT_ARTEFACTS = 3;
const TAR_TIMEOUT_MS = 2 * 60_000;
const NAME = /^essence-aura-\d{14}-[0-9a-z]+\.tar\.gz(?:\.sha256)?$/;

/** @throws where `npm run build` has not run */
export async function packArtefact(run: RunProgram, root: string, now: Date): Promise<Artefact> {
  const release = readRelease(projectPaths(root).release);
  const id = newReleaseId(now, release.commit);
  const directory = path.join(root, ARTEFACTS);
  const staging = path.join(directory, `.${id}`);
  const file = path.join(directory, `essence-aura-${id}.tar.gz`);
  await mkdir(staging, { recursive: true });
  try {
    const parts = [...PARTS, HOST_FILES];
    for (const part of parts) await cp(path.join(root, part), path.join(staging, part), { recursive: true });
    await writeFile(projectPaths(staging).release, `${JSON.stringify({ ...release, id })}\n`);
    const draft = path.join(directory, `.${id}.tar.gz`);
    // macOS would add a file of its own beside every file, and attributes that a host's tar warns of.
    const tar = ['COPYFILE_DISABLE=1', 'tar', '--no-xattrs', '-czf', draft, '-C', staging, ...parts];
    await run('env', tar, { timeoutMs: TAR_TIMEOUT_MS });
    await rename(draft, file);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  const sha256 = await sha256Of(file);
  await writeFile(`${file}.sha256`, `${sha256}  ${path.basename(file)}\n`);
  await removeOldArtefacts(directory);
  return { id, file, sha256, bytes: (await stat(file)).size };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function removeOldArtefacts(directory: string): Promise<void> {
  const ours = (await readdir(directory)).filter((name) => NAME.test(name)).sort();
  const archives = ours.filter((name) => name.endsWith('.gz'));
  const kept = new Set(archives.slice(-KEPT_ARTEFACTS));
  const old = ours.filter((name) => !kept.has(name.replace(/\.sha256$/, '')));
  for (const name of old) await rm(path.join(directory, name), { force: true });
}
