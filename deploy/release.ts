/** The release that a new machine opens with. What `npm run deploy` brought later is never set back by `pulumi up`. */
import path from 'node:path';
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { artefactOrBuild, type Artefact } from './artefact';
import { type Store } from './bucket';
import { type StackConfig } from './config';
import { ownTagsOf, tagsOf } from './tags';

/** In the place of the one that a stack with a machine has uploaded long ago: none is packed, nor looked for. */
const UPLOADED_BEFORE: Artefact = { id: 'uploaded-before', file: 'the release that was uploaded before', sha256: '' };

const WITH_A_DISK = ['pending', 'running', 'stopping', 'stopped'];

/** What a first machine is to open with. A checkout and `pulumi up` are enough, also where a machine runs already. */
export function firstArtefact(config: StackConfig): pulumi.Output<Artefact> {
  const machines = aws.ec2.getInstancesOutput({
    filters: Object.entries(ownTagsOf(config)).map(([name, value]) => ({ name: `tag:${name}`, values: [value] })),
    instanceStateNames: WITH_A_DISK,
  });
  // An empty list may come as none at all.
  return machines.ids.apply((ids: readonly string[] | undefined) =>
    ids?.length ? UPLOADED_BEFORE : artefactOrBuild(),
  );
}

/** @param artefact only for the first time @returns what has to be there before a machine looks for it */
export function uploadRelease(config: StackConfig, store: Store, artefact: pulumi.Output<Artefact>): pulumi.Resource {
  const key = artefact.apply((packed) => `releases/${path.basename(packed.file)}`);
  const bucket = store.bucket.bucket;
  // Whichever release is current, a deploy says; and the objects stay when this program no longer names them. No asset:
  // Pulumi opens the file of an ignored one on every later run, and on another computer it isn't there (issue 5066 of
  // pulumi/pulumi). The provider takes its path as it stands.
  const kept = { retainOnDelete: true, ignoreChanges: ['key', 'source', 'content', 'metadata'] };
  const file = new aws.s3.BucketObjectv2(
    'first-release',
    {
      bucket,
      key,
      source: artefact.file,
      contentType: 'application/gzip',
      metadata: artefact.apply(({ id, sha256 }) => ({ release: id, sha256 })),
      tags: tagsOf(config, 'release'),
    },
    { ...kept, dependsOn: [...store.ready] },
  );
  // Of the file as it lies there: an earlier run may have uploaded another one, and failed before this.
  const current = pulumi
    .all([file.key, file.metadata])
    .apply(([at, said]) => `${JSON.stringify({ release: said?.['release'], key: at, sha256: said?.['sha256'] })}\n`);
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
