/** The Pulumi program: one machine, its address, its names. Reads the stack's configuration, wires the parts, no more. */
import * as pulumi from '@pulumi/pulumi';
import { attachAddress, createAddress } from './address';
import { createAlarms } from './alarms';
import { AUTHORITIES } from './authorities';
import { createStore } from './bucket';
import { readStackConfig, StackConfigError, type StackConfig } from './config';
import { createRecords } from './dns';
import { type HostConfig } from './host-config';
import { createInstance } from './instance';
import { createMail } from './mail';
import { createNetwork } from './network';
import { problem } from './problem';
import { artefactOrBuild, uploadRelease } from './release';
import { createRole } from './role';
import { createSecrets, parametersPathOf } from './secrets';
import { userDataOf } from './user-data';
import { attachVolume, createVolume, deviceOf } from './volume';
import { zoneOf } from './zone';

/** Of a machine that proves its names without DNS. */
const NO_CHALLENGES = { zoneId: null, challengeRoleArn: null } as const;
const config = stackConfig();
const parametersPath = parametersPathOf(config);
const zone = zoneOf(config);
const mailUrl = config.mail === 'ses' ? createMail(config, zone.id) : null;
createSecrets(config, mailUrl ? { MAIL_URL: mailUrl } : {});
const store = createStore(config);
const release = uploadRelease(config, store, artefactOrBuild());

const network = createNetwork(config);
const address = createAddress(config);
const volume = createVolume(config, network.availabilityZone);
const role = createRole(config, { bucketArn: store.bucket.arn, parameters: parametersPath, zoneId: zone.id });
const userData = pulumi
  .all([store.bucket.bucket, volume.id, zone.id, role.challengeRoleArn])
  .apply(([bucketName, volumeId, zoneId, challengeRoleArn]) => {
    const challenges = challengeRoleArn === null ? NO_CHALLENGES : { zoneId, challengeRoleArn };
    const host = { ...hostConfigOf(bucketName, deviceOf(volumeId)), ...challenges };
    return userDataOf({ host, adminKey: config.adminKey });
  });
const instance = createInstance(config, { network, role, userData, release });
attachAddress(address, instance.id);
attachVolume(volume.id, instance.id);
const names = createRecords(config, zone.id, { ip: address.ip, ipv6: network.ipv6 });
createAlarms(config, instance.id);

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

function hostConfigOf(bucketName: string, dataDevice: string): Omit<HostConfig, keyof typeof NO_CHALLENGES> {
  return {
    domain: config.domain,
    ownerEmail: config.ownerEmail,
    stack: config.stack,
    region: config.region,
    bucket: bucketName,
    parameters: parametersPath,
    dataDevice,
    acmeDirectoryUrl: AUTHORITIES[config.certificateAuthority].directoryUrl,
    acmeChallenge: config.acmeChallenge,
    acmeProfile: config.acmeProfile,
    adminAddress: config.adminAddress,
    rebootTime: config.rebootTime,
  };
}

function stackConfig(): StackConfig {
  const values = pulumi.runtime.allConfig();
  const project = pulumi.getProject();
  const secrets = `${project}:secrets`;
  // In plain text they would be committed with the stack's file.
  if (Object.hasOwn(values, secrets) && !isEncrypted(secrets)) {
    throw problem(`${secrets} is not encrypted: set every one with pulumi config set --secret --path secrets.NAME.`);
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
