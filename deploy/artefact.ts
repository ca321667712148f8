/** A packed release, as `npm run pack` leaves it: found, or packed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { changedFiles, currentCommit } from '../server/assets/commit';
import { problem } from './problem';

/** Where `npm run pack` leaves what it makes, below the root. */
const ARTEFACTS = 'artefacts';

export interface Artefact {
  readonly id: string;
  readonly file: string;
  readonly sha256: string;
}

const ARTEFACT = /^essence-aura-(\d{14}-[0-9a-z]{4,40})\.tar\.gz$/;

/** The newest that `npm run pack` finished, with its checksum. @param commit only of this one; null: of any */
export function newestArtefact(directory: string, commit: string | null): Artefact | null {
  if (!existsSync(directory)) return null;
  const newest = readdirSync(directory)
    .filter((name) => ARTEFACT.test(name) && existsSync(path.join(directory, `${name}.sha256`)))
    .filter((name) => commit === null || name.includes(`-${commit}.`))
    .sort()
    .at(-1);
  const id = ARTEFACT.exec(newest ?? '')?.[1];
  if (newest === undefined || id === undefined) return null;
  const file = path.join(directory, newest);
  const sha256 = /^[0-9a-f]{64}\b/.exec(readFileSync(`${file}.sha256`, 'utf8'))?.[0];
  if (!sha256) throw problem(`${file}.sha256 names no checksum: delete both files and run npm run pack.`);
  return { id, file, sha256 };
}

/** Builds one where there is none of the commit that is checked out. */
export function artefactOrBuild(): Artefact {
  const root = pulumi.getRootDirectory() || path.resolve(__dirname, '..');
  const directory = path.join(root, ARTEFACTS);
  const commit = currentCommit(root);
  const found = newestArtefact(directory, commit);
  if (found) {
    void warnOfChanges(root, found);
    return found;
  }
  execFileSync('npm', ['run', '--silent', 'pack'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const built = newestArtefact(directory, commit);
  if (!built) throw problem(`npm run pack has left no release in ${directory}.`);
  return built;
}

/** An artefact is known by its commit: what was changed after it was packed is in none, and nobody would notice. */
async function warnOfChanges(root: string, { file }: Artefact): Promise<void> {
  const changed = changedFiles(root);
  if (changed.length === 0) return;
  const names = `${changed.slice(0, 5).join(', ')}${changed.length > 5 ? ', …' : ''}`;
  await pulumi.log.warn(
    `The release that goes up was packed before (${path.basename(file)}). What is changed and not committed may not be ` +
      `in it: ${names}. To pack anew, delete that file in ${ARTEFACTS}/.`,
  );
}
