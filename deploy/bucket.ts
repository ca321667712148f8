/** Where releases and backups lie outside the machine: private, encrypted, versioned, over TLS only. */
import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { type StackConfig } from './config';
import { PROJECT, tagsOf } from './tags';

/** What an upload waits for, beyond the bucket itself: that it is closed, encrypted, and keeps versions. */
export interface Store {
  readonly bucket: aws.s3.Bucket;
  readonly ready: readonly pulumi.Resource[];
}

/** The bucket outlives `destroy` with its customers' data, and so does all that guards it. */
const WITH_BUCKET = { retainOnDelete: true };

export function createStore(config: StackConfig): Store {
  const bucket = new aws.s3.Bucket(
    'store',
    { bucketPrefix: `${PROJECT}-${config.stack}-`, forceDestroy: false, tags: tagsOf(config, 'store') },
    { protect: true, retainOnDelete: true },
  );
  const ofBucket = { bucket: bucket.bucket };
  const closed = new aws.s3.BucketPublicAccessBlock(
    'store-closed',
    {
      ...ofBucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    WITH_BUCKET,
  );
  const owned = new aws.s3.BucketOwnershipControls(
    'store-owner',
    { ...ofBucket, rule: { objectOwnership: 'BucketOwnerEnforced' } },
    // Two changes of a bucket's access at once are refused as conflicting; so with the next.
    { ...WITH_BUCKET, dependsOn: [closed] },
  );
  const encrypted = new aws.s3.BucketServerSideEncryptionConfiguration(
    'store-encrypted',
    { ...ofBucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
    WITH_BUCKET,
  );
  const versioned = new aws.s3.BucketVersioning(
    'store-versioned',
    { ...ofBucket, versioningConfiguration: { status: 'Enabled' } },
    WITH_BUCKET,
  );
  const overTls = new aws.s3.BucketPolicy(
    'store-tls',
    { ...ofBucket, policy: bucket.arn.apply((arn) => JSON.stringify(onlyOverTls(arn))) },
    { ...WITH_BUCKET, dependsOn: [owned] },
  );
  return { bucket, ready: [overTls, encrypted, versioned] };
}

// Nothing current expires: a shop may run on one release for years. What was deleted, by mistake or by an intruder, can
// be had back for so many days: the machine's role may delete objects and not their versions.
export function createLifecycle(
  config: StackConfig,
  { bucket, ready }: Store,
  after: readonly pulumi.Resource[],
): void {
  new aws.s3.BucketLifecycleConfiguration(
    'store-lifecycle',
    {
      bucket: bucket.bucket,
      rules: [
        {
          id: 'forget-what-was-deleted',
          status: 'Enabled',
          filter: { prefix: '' },
          noncurrentVersionExpiration: { noncurrentDays: config.versionDays },
          expiration: { expiredObjectDeleteMarker: true },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    { ...WITH_BUCKET, dependsOn: [...ready, ...after] },
  );
}

function onlyOverTls(bucketArn: string): aws.iam.PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyOverTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
