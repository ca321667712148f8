/** The Pulumi program: one machine, its address, its names. Reads the stack's configuration, wires the parts, no more. */
import * as pulumi from '@pulumi/pulumi';
import { attachAddress, createAddress } from './address';
import { keepAgentNew } from './agent';
import { createAlarms } from './alarms';
import { AUTHORITIES } from './authorities';
import { createAskAws } from './aws-cli';
import { createLifecycle, createStore } from './bucket';
import { createBudget } from './budget';
import { readStackConfig, StackConfigError, type StackConfig } from './config';
import { createRecords } from './dns';
import { type HostConfig } from './host-config';
import { createInstance } from './instance';
import { createMail } from './mail';
import { createNetwork } from './network';
import { sayWhatIsOpen } from './notices';
import { problem } from './problem';
import { firstArtefact, uploadRelease } from './release';
import { createRole } from './role';
import { createSecrets, parametersPathOf } from './secrets';
import { createSender } from './sender';
import { publishSettings } from './settings';
import { userDataOf } from './user-data';
import { attachVolume, createSnapshots, createVolume, deviceOf } from './volume';
import { delegated, zoneOf } from './zone';

if (process.platform === 'win32') {
  throw problem(
    'Windows is not supported: run this in WSL 2 (https://learn.microsoft.com/windows/wsl), or on macOS or Linux.',
  );
}
const config = stackConfig();
const parametersPath = parametersPathOf(config);

// The machine, and what it needs.
const found = zoneOf(config);
const store = createStore(config);
const release = uploadRelease(config, store, firstArtefact(config));
const secrets = createSecrets(config, config.mail === 'ses' ? { MAIL_URL: createSender(config) } : {});
const network = createNetwork(config);
const address = createAddress(config);
const volume = createVolume(config, network.availabilityZone);
const challengeZone = config.acmeChallenge === 'dns-01' && found ? found.id : null;
const role = createRole(config, { bucketArn: store.bucket.arn, parameters: parametersPath, challengeZone });
const host = pulumi
  .all([store.bucket.bucket, volume.id, challengeZone, role.challengeRoleArn])
  .apply(([bucketName, volumeId, zoneId, challengeRoleArn]) =>
    hostConfigOf({ bucket: bucketName, dataDevice: deviceOf(volumeId), zoneId, challengeRoleArn }),
  );
const userData = host.apply((told) => userDataOf({ host: told }));
const awaited = [...secrets, publishSettings(config, host), release];
const instance = createInstance(config, { network, role, userData, awaited, bucket: store.bucket.bucket });
const machine = [
  instance,
  attachAddress(address, instance.id, network.wayOut),
  attachVolume(volume.id, instance.id),
] as const;

// Pulumi begins nothing more after a first refusal: what the machine can do without comes after it.
const zone = delegated(config, found, machine);
const names = createRecords(config, zone.id, { ip: address.ip, ipv6: network.ipv6 }, machine);
createLifecycle(config, store, machine);
createSnapshots(config, machine);
keepAgentNew(config, instance.id, machine);
const alarms = createAlarms(config, { instanceId: instance.id, ipv6: network.ipv6 }, machine);
createBudget(config, machine);
const mail = config.mail === 'ses' ? createMail(config, zone.id, machine) : Promise.resolve([]);

sayWhatIsOpen(config, { zone, alarms, mail }, createAskAws(pulumi.runtime.allConfig()['aws:profile']));

export const domain = config.domain;
export const region = config.region;
export const ip = address.ip;
export const ipv6 = network.ipv6;
export const instanceId = instance.id;
export const hosts = names;
export const nameServers = zone.nameServers;
export const bucket = store.bucket.bucket;
export const parameters = parametersPath;
export const shop = `https://${config.domain}`;
export const desk = `https://app.${config.domain}/admin`;
export const shell = pulumi.interpolate`aws ssm start-session --region ${config.region} --target ${instance.id}`;
/** Who sends the shop's mail. */
export const mailer = pulumi.output(mail.then(() => config.mail));

function hostConfigOf(made: Pick<HostConfig, 'bucket' | 'dataDevice' | 'zoneId' | 'challengeRoleArn'>): HostConfig {
  return {
    domain: config.domain,
    ownerEmail: config.ownerEmail,
    stack: config.stack,
    region: config.region,
    parameters: parametersPath,
    ...made,
    acmeDirectoryUrl: AUTHORITIES[config.certificateAuthority].directoryUrl,
    acmeChallenge: config.acmeChallenge,
    acmeProfile: config.acmeProfile,
    adminAddress: config.adminAddress,
    adminKey: config.adminKey,
    rebootTime: config.rebootTime,
  };
}

function stackConfig(): StackConfig {
  const values = pulumi.runtime.allConfig();
  const project = pulumi.getProject();
  // In plain text they would be committed with the stack's file.
  for (const key of ['secrets', 'contact']) {
    const name = `${project}:${key}`;
    if (Object.hasOwn(values, name) && !isEncrypted(name)) {
      throw problem(`${name} is not encrypted: set every one with pulumi config set --secret --path ${key}.NAME.`);
    }
  }
  try {
    return readStackConfig(values, { project, stack: pulumi.getStack() });
  } catch (error) {
    throw error instanceof StackConfigError ? problem(error.message) : error;
  }
}

/** Pulumi's runtime knows, but its types don't say so. */
function isEncrypted(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { readonly isConfigSecret?: (key: string) => boolean };
  return isConfigSecret?.(key) ?? true;
}
