/** The release that a new machine opens with. What `npm run deploy` brought later is never set back by `pulumi up`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { currentCommit } from '../server/assets/commit';
import { type Store } from './bucket';
import { type StackConfig } from './config';
import { problem } from './problem';
import { tagsOf } from './tags';

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

/** Builds one where there is none of the commit that is checked out: so a checkout and `pulumi up` are enough. */
export function artefactOrBuild(): Artefact {
  const root = pulumi.getRootDirectory() || path.resolve(__dirname, '..');
  const directory = path.join(root, ARTEFACTS);
  const commit = currentCommit(root);
  const found = newestArtefact(directory, commit);
  if (found) return found;
  execFileSync('npm', ['run', '--silent', 'pack'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const built = newestArtefact(directory, commit);
  if (!built) throw problem(`npm run pack has left no release in ${directory}.`);
  return built;
}

/** @param artefact only for the first time @returns what has to be there before a machine looks for it */
export function uploadRelease(config: StackConfig, store: Store, artefact: Artefact): pulumi.Resource {
  const key = `releases/${path.basename(artefact.file)}`;
  const bucket = store.bucket.bucket;
  // Whichever release is current, a deploy says; and the objects stay when this program no longer names them.
  const kept = { retainOnDelete: true, ignoreChanges: ['key', 'source', 'content'] };
  const file = new aws.s3.BucketObjectv2(
    'first-release',
    {
      bucket,
      key,
      source: new pulumi.asset.FileAsset(artefact.file),
      contentType: 'application/gzip',
      tags: tagsOf(config, 'release'),
    },
    { ...kept, dependsOn: [...store.ready] },
  );
  const current = { release: artefact.id, key, sha256: artefact.sha256 };
  return new aws.s3.BucketObjectv2(
    'first-release-is-current',
    {
      bucket,
      key: 'releases/current.json',
      content: `${JSON.stringify(current)}\n`,
      contentType: 'application/json',
      tags: tagsOf(config, 'release'),
    },
    // The machine may look at any moment: what this names has to be there.
    { ...kept, dependsOn: [file] },
  );
}
