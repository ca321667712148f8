/** What stands beside the machine instead of the internet: the shop's names, a certificate authority, and AWS. */
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { startPebble, type Pebble } from '../../tests/setup/pebble';
import { packAgent } from './agent';
import { startCloud, type Cloud } from './aws/cloud';
import { createAccessKeys, type AccessKey, type RoleKeys } from './aws/credentials';
import { type Instance } from './aws/instances';
import { createMetadata } from './aws/metadata';
import { type Parameter } from './aws/parameters';
import { readPolicies, type Allows } from './aws/policy';
import { type Role } from './aws/security-tokens';
import { type Network, type Overlay } from './machine';
import { ACCOUNT, roleArn, ZONE } from './mocked-account';
import { startNames, type Names, type NamesOptions } from './names';
import { type Captured } from './program';
import { runOrThrow } from './waits';

export interface Account {
  readonly region: string;
  readonly bucket: string;
  readonly cloud: Cloud;
  /** The machine's, which it gets from its metadata service. */
  readonly role: RoleKeys;
  readonly operator: AccessKey;
  /** What the account says from now on, as after another `pulumi up`: parameters, and what roles may do. */
  takeOver(captured: Captured): void;
}

export interface Surroundings {
  readonly names: Names;
  readonly pebble: Pebble;
  readonly account: Account;
  readonly overlay: Overlay;
  stop(): Promise<void>;
}

export interface SurroundingsOptions {
  readonly domain: string;
  readonly region: string;
  readonly captured: Captured;
  /** This directory, in the repository. */
  readonly directory: string;
}

const ACME_CA = '/usr/local/share/ca-certificates/rehearsal-acme.crt';
const CLOUD_CA = '/usr/local/share/ca-certificates/rehearsal-cloud.crt';
const SYSTEM_CA = '/etc/ssl/certs/ca-certificates.crt';
const MINUTE_MS = 60_000;
/** EC2's are good for hours and followed by others five minutes before their end: here there are others every minute. */
const ROLE_LIFETIME_MS = 6 * MINUTE_MS;
const ROLE_AHEAD_MS = 5 * MINUTE_MS;

export async function startSurroundings(network: Network, options: SurroundingsOptions): Promise<Surroundings> {
  const { outside, resolver } = network;
  const running: { stop(): Promise<void> }[] = [];
  const started = <T extends { stop(): Promise<void> }>(one: T): T => {
    running.unshift(one);
    return one;
  };
  const stop = async (): Promise<void> => {
    for (const one of running) await one.stop();
  };
  try {
    const names = started(await startNames(network, namesOf(options)));
    const pebble = started(await startPebble({ httpPort: 80, address: outside, dnsServer: `${resolver}:53` }));
    const { account } = started(await startAccount(network, names, options));
    return { names, pebble, account, overlay: await overlayOf(network, pebble, account), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const namesOf = ({ domain, captured }: SurroundingsOptions): NamesOptions => ({
  domain,
  zoneId: ZONE,
  records: inputsOf(captured, 'aws:route53/record:Record').map(({ inputs: { name, type, ttl } }) => ({
    name: String(name),
    type: String(type),
    ttl: Number(ttl),
  })),
});

async function overlayOf(network: Network, pebble: Pebble, { cloud }: Account): Promise<Overlay> {
  return {
    [ACME_CA]: { content: await readFile(pebble.caFile, 'utf8') },
    [CLOUD_CA]: { content: cloud.caPem },
    '/etc/hosts': {
      content:
        '127.0.0.1 localhost\n::1 localhost ip6-localhost\n127.0.1.1 shop\n' +
        `${network.cloud} ${cloud.names.join(' ')}\n`,
    },
    '/etc/resolv.conf': { content: `nameserver ${network.resolver}\n` },
    // No key and no address of AWS: those it has to find as it does on EC2.
    '/etc/essence-aura/cloud.env': {
      content: linesOf({ ...(await npmSettings()), AWS_CA_BUNDLE: SYSTEM_CA, ACME_CA_FILE: ACME_CA }),
    },
    // As an operator does whose address changes.
    '/etc/essence-aura/admin-addresses': { content: `${network.outside}\n` },
    // The operator's own lines: the program offers no authority that nobody else trusts.
    '/etc/essence-aura/environment.local': {
      content: linesOf({ ACME_DIRECTORY_URL: pebble.directoryUrl, ACME_CA_FILE: ACME_CA }),
    },
  };
}

interface Started {
  readonly account: Account;
  readonly stop: () => Promise<void>;
}

async function startAccount(network: Network, { zone }: Names, options: SurroundingsOptions): Promise<Started> {
  const { captured, region, directory } = options;
  const keys = createAccessKeys();
  const role = keys.createRole({ owner: 'shop', lifetimeMs: ROLE_LIFETIME_MS, aheadMs: ROLE_AHEAD_MS });
  const operator = keys.createUser('operator');
  const bucket = bucketOf(captured);
  const agents = `amazon-ssm-${region}`;
  const objects = new Map(captured.objects);
  const architecture = await runOrThrow('dpkg', ['--print-architecture'], { what: 'its architecture', seconds: 20 });
  const agent = await packAgent(path.join(directory, 'agent'));
  objects.set(`${agents}/latest/debian_${architecture.trim()}/amazon-ssm-agent.deb`, agent);
  const parameters = new Map<string, Parameter>();
  const policies: Record<string, Allows> = { [operator.owner]: () => true };
  const roles = new Map<string, Role>();
  function takeOver(next: Captured): void {
    parameters.clear();
    for (const [name, parameter] of next.parameters) parameters.set(name, parameter);
    for (const { name } of inputsOf(next, 'aws:iam/rolePolicy:RolePolicy')) policies[name] = policyOf(next, name);
    for (const { name, inputs } of inputsOf(next, 'aws:iam/role:Role'))
      roles.set(name, { arn: roleArn(name), trust: String(inputs['assumeRolePolicy']) });
  }
  takeOver(captured);
  const cloud = await startCloud({
    address: network.cloud,
    region,
    accountId: ACCOUNT,
    keys,
    policies,
    roles,
    hostedZone: zone.answer,
    buckets: new Set([bucket]),
    publicBuckets: new Set([agents]),
    objects,
    parameters,
    instances: watchInstances(network, captured),
  });
  const facts = () => ({
    instanceId: network.instanceId(),
    instanceType: String(instanceOf(captured)['instanceType']),
    region,
    accountId: ACCOUNT,
    hostname: 'shop',
    address: network.address,
    userData: captured.userData,
  });
  const metadata = http.createServer(createMetadata({ facts, role }));
  await new Promise<void>((resolve, reject) => {
    metadata.once('error', reject);
    metadata.listen(network.metadataSocket, resolve);
  });
  return {
    account: { region, bucket, cloud, role, operator, takeOver },
    async stop() {
      metadata.close();
      metadata.closeAllConnections();
      await cloud.stop();
    },
  };
}

const inputsOf = ({ resources }: Captured, type: string): readonly Captured['resources'][number][] =>
  resources.filter((resource) => resource.type === type);

const instanceOf = (captured: Captured): Captured['resources'][number]['inputs'] =>
  inputsOf(captured, 'aws:ec2/instance:Instance')[0]?.inputs ?? {};

/** The mocks name it after its resource. */
function bucketOf(captured: Captured): string {
  const [bucket, ...others] = inputsOf(captured, 'aws:s3/bucket:Bucket');
  if (!bucket || others.length > 0) throw new Error('the Pulumi program was to ask for one bucket');
  return `${bucket.name}-rehearsal`;
}

/** What the program lets a role do, and nothing else. */
function policyOf(captured: Captured, owner: string): Allows {
  const documents = inputsOf(captured, 'aws:iam/rolePolicy:RolePolicy')
    .filter(({ name }) => name === owner)
    .map(({ inputs }) => String(inputs['policy']));
  return readPolicies(documents);
}

/** The machine of now, and those that it took the place of, which AWS goes on telling of for a while. */
function watchInstances(network: Network, captured: Captured): () => readonly Instance[] {
  const seen = new Set<string>();
  const { tags, instanceType } = instanceOf(captured);
  return () => {
    const now = network.instanceId();
    seen.add(now);
    return [...seen].map((id) => ({
      id,
      state: id === now ? 'running' : 'terminated',
      type: String(instanceType),
      address: network.address,
      tags: tags as Instance['tags'],
    }));
  };
}

/** Packages come from where they come from on this computer, and as much is believed about them. */
async function npmSettings(): Promise<Record<string, string>> {
  const ask = async (key: string): Promise<string> => {
    const said = await runOrThrow('npm', ['config', 'get', key], { what: `npm's ${key}`, seconds: 30 });
    return said.trim();
  };
  const settings: Record<string, string> = {
    NPM_CONFIG_REGISTRY: fromInside(await ask('registry')),
    NPM_CONFIG_CAFILE: SYSTEM_CA,
    NPM_CONFIG_AUDIT: 'false',
    NPM_CONFIG_FUND: 'false',
    NPM_CONFIG_UPDATE_NOTIFIER: 'false',
    NODE_EXTRA_CA_CERTS: SYSTEM_CA,
  };
  for (const [key, name] of [
    ['proxy', 'NPM_CONFIG_PROXY'],
    ['https-proxy', 'NPM_CONFIG_HTTPS_PROXY'],
  ] as const) {
    const value = await ask(key);
    if (value && value !== 'null' && value !== 'undefined') settings[name] = fromInside(value);
  }
  return settings;
}

/** This computer's loopback, as the machine's way out for packages shows it. */
const fromInside = (url: string): string => url.replace(/\/\/(localhost|127\.[\d.]+|\[::1\])(?=[:/]|$)/, '//10.0.2.2');

const linesOf = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
