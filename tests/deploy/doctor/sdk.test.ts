/** AWS's own SDK reads the documented wire formats: what the probes know by it is what they know of recorded answers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { openCloud } from '../../../server/doctor/cloud/open';
import { createSdkCloud, loadSdk } from '../../../server/doctor/cloud/sdk';
import { newDirectory } from '../directories';
import { DOMAIN, REGION } from './account';
import { BALANCED } from './front';
import { look } from './look';
import { recordedCloud } from './recorded-cloud';
import { withWire } from './wire';

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

beforeAll(loadSdk, 120_000);

const cloudAt = (endpoint: string) =>
  createSdkCloud({ regions: [REGION], stack: 'production', credentials: () => Promise.resolve(KEYS), endpoint });

test('of an account with a load balancer the SDK tells the same as the recorded answers', async () => {
  const { facts, looked, asked } = await withWire(async (wire) => ({
    ...(await look(cloudAt(wire.endpoint))),
    ...wire,
  }));
  expect(looked.flatMap(({ probe, reason }) => (reason === null ? [] : [`${probe.fact}: ${reason}`]))).toEqual([]);
  const recorded = await look(recordedCloud(BALANCED));
  expect(facts).toEqual(recorded.facts);
  expect(asked.size).toBeGreaterThan(20);
});

test('what AWS refuses is told in its words, and nothing is known of it', async () => {
  const { facts, looked } = await withWire((wire) => look(cloudAt(wire.endpoint)), ['DescribeRouteTables']);
  expect(facts.cloudRoutes).toBeUndefined();
  expect(looked.find(({ probe }) => probe.fact === 'cloudRoutes')?.reason).toBe(
    'AWS refused ec2:DescribeRouteTables: UnauthorizedOperation: You are not authorized to perform this operation.',
  );
});

test('where AWS can not be reached, that is the reason', async () => {
  const { looked } = await look(cloudAt('http://127.0.0.1:1'));
  expect(looked.find(({ probe }) => probe.fact === 'cloudCaller')?.reason).toMatch(
    /AWS could not be asked sts:GetCallerIdentity: .*ECONNREFUSED/,
  );
});

/** Nothing of whoever runs the tests. */
const NOBODY = {
  AWS_CONFIG_FILE: '/nowhere/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const before = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, NOBODY);
});
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
});

const open = (root = newDirectory()) => openCloud({ domain: DOMAIN, root, awsRegion: null });

function write(directory: string, file: string, text: string): string {
  const written = path.join(directory, file);
  mkdirSync(path.dirname(written), { recursive: true });
  writeFileSync(written, text);
  return written;
}

const EXPIRED = `[profile of-yesterday]
sso_start_url = https://nobody.awsapps.com/start
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = owner
region = eu-central-1
`;

test('where nobody is signed in there is no cloud view, and that is no fault', async () => {
  expect(await open()).toEqual({ cloud: null, why: 'nobody is signed in to AWS here' });
});

test('credentials that can not be used are a reason, whatever is asked', async () => {
  Object.assign(process.env, {
    AWS_PROFILE: 'of-yesterday',
    AWS_CONFIG_FILE: write(newDirectory(), 'config', EXPIRED),
    HOME: newDirectory(),
  });
  const { cloud } = await open();
  const { looked } = await look(cloud);
  expect(looked.find(({ probe }) => probe.fact === 'cloudMachines')?.reason).toContain(
    "the credentials for AWS can't be used",
  );
});

test('whoever is signed in is asked for, in the region and the stack that the domain stands in', async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey });
  const root = newDirectory();
  const stack = `config:\n  aws:region: ${REGION}\n  essence-aura:domain: ${DOMAIN}\n`;
  write(root, 'deploy/stacks/Pulumi.staging.yaml', stack.replace(DOMAIN, `staging.${DOMAIN}`));
  write(root, 'deploy/stacks/Pulumi.production.yaml', stack);
  process.env.AWS_REGION = 'eu-west-1';
  const { cloud } = await open(root);
  expect(cloud).toMatchObject({ regions: ['eu-west-1', REGION], stack: 'production' });
});
