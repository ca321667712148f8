/** The release that a new machine opens with. What `npm run deploy` brought later is never set back by `pulumi up`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { changedFiles, currentCommit } from '../server/assets/commit';
import { type Store } from './bucket';
import { type StackConfig } from './config';
import { problem } from './problem';
import { ownTagsOf, tagsOf } from './tags';

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

/** In the place of the one that a stack with a machine has uploaded long ago: none is packed, nor looked for. */
const UPLOADED_BEFORE: Artefact = { id: 'uploaded-before', file: 'the release that was uploaded before', sha256: '' };

const WITH_A_DISK = ['pending', 'running', 'stopping', 'stopped'];

/** What a first machine is to open with. A checkout and `pulumi up` are enough, also where a machine runs already. */
export function firstArtefact(config: StackConfig): pulumi.Output<Artefact> {
  const machines = aws.ec2.getInstancesOutput({
    filters: Object.entries(ownTagsOf(config)).map(([name, value]) => ({ name: `tag:${name}`, values: [value] })),
    instanceStateNames: WITH_A_DISK,
  });
  return machines.ids.apply((ids) => (ids.length > 0 ? UPLOADED_BEFORE : artefactOrBuild()));
}

/** Builds one where there is none of the commit that is checked out. */
function artefactOrBuild(): Artefact {
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

/** @param artefact only for the first time @returns what has to be there before a machine looks for it */
export function uploadRelease(config: StackConfig, store: Store, artefact: pulumi.Output<Artefact>): pulumi.Resource {
  const key = artefact.apply((packed) => `releases/${path.basename(packed.file)}`);
  const bucket = store.bucket.bucket;
  // Whichever release is current, a deploy says; and the objects stay when this program no longer names them. No asset:
  // Pulumi opens the file of an ignored one on every later run, and on another computer it isn't there (issue 5066 of
  // pulumi/pulumi). The provider takes its path as it stands.
  const kept = { retainOnDelete: true, ignoreChanges: ['key', 'source', 'content'] };
  const file = new aws.s3.BucketObjectv2(
    'first-release',
    {
      bucket,
      key,
      source: artefact.file as unknown as pulumi.Output<pulumi.asset.Asset>,
      contentType: 'application/gzip',
      tags: tagsOf(config, 'release'),
    },
    { ...kept, dependsOn: [...store.ready] },
  );
  const current = pulumi
    .all([artefact, key])
    .apply(([{ id, sha256 }, at]) => `${JSON.stringify({ release: id, key: at, sha256 })}\n`);
  return new aws.s3.BucketObjectv2(
    'first-release-is-current',
    {
      bucket,
      key: 'releases/current.json',
      content: current,
      contentType: 'application/json',
      tags: tagsOf(config, 'release'),
    },
    // The machine may look at any moment: what this names has to be there.
    { ...kept, dependsOn: [file] },
  );
}
