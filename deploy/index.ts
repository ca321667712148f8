/** The Pulumi program: one machine, its address, its names. Reads the stack's configuration, wires the parts, no more. */
import * as pulumi from '@pulumi/pulumi';
import { attachAddress, createAddress } from './address';
import { readStackConfig, StackConfigError, type StackConfig } from './config';
import { createDns } from './dns';
import { createInstance } from './instance';
import { createNetwork } from './network';
import { problem } from './problem';

const config = stackConfig();
const network = createNetwork(config);
const address = createAddress();
const instance = createInstance(config, network);
attachAddress(address, instance.id);
const dns = createDns(config, address.ip);

export const ip = address.ip;
export const instanceId = instance.id;
export const hosts = dns.hosts;
export const nameServers = dns.nameServers;
export const shell = pulumi.interpolate`aws ssm start-session --target ${instance.id}`;

function stackConfig(): StackConfig {
  try {
    return readStackConfig(pulumi.runtime.allConfig(), pulumi.getProject());
  } catch (error) {
    throw error instanceof StackConfigError ? problem(error.message) : error;
  }
}
