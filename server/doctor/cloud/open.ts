/** The cloud view, where this computer has credentials for AWS: found as AWS's own CLI finds them. */
import type { STSClient } from '@aws-sdk/client-sts';
import { errorCode } from '../../process/error-code';
import { messageOf } from '../../process/thrown';
import { regionsFrom, stackFiles, stackValue } from '../../release/machine';
import type { Cloud } from './questions';
import { createSdkCloud, loadSdk } from './sdk';

export interface OpenCloudOptions {
  readonly domain: string;
  /** Where the files of the stacks lie under. */
  readonly root: string;
  readonly awsRegion: string | null;
  /** Where all services are asked; null: at AWS. */
  readonly endpoint?: string | null;
}

/** null with why: nobody is signed in to AWS here, which is no fault. */
export type Opened = { readonly cloud: Cloud } | { readonly cloud: null; readonly why: string };

/** Credentials that are there and can't be used make a cloud that says so whatever it is asked. */
export async function openCloud({ domain, root, awsRegion, endpoint = null }: OpenCloudOptions): Promise<Opened> {
  const client = await loadSts();
  if (!client) return { cloud: null, why: 'the AWS SDK is not installed here; npm ci brings it' };
  const stack = stackOf(domain, root);
  const regions = regionsFrom(awsRegion ?? (await configuredRegion(client)), { stack, root });
  const { credentials } = client.config;
  try {
    await credentials();
  } catch (error) {
    if (NONE.test(messageOf(error))) return { cloud: null, why: 'nobody is signed in to AWS here' };
    const reason = `the credentials for AWS can't be used: ${messageOf(error)}`;
    return { cloud: { regions, stack, ask: () => Promise.reject(new Error(reason)) } };
  }
  await loadSdk();
  return { cloud: createSdkCloud({ regions, stack, credentials, endpoint }) };
}

const NONE = /Could not load credentials from any providers/;

/** A host has no packages for development. */
async function loadSts(): Promise<STSClient | null> {
  try {
    const { STSClient: Client } = await import('@aws-sdk/client-sts');
    return new Client({});
  } catch (error) {
    if (['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(errorCode(error))) return null;
    throw error;
  }
}

async function configuredRegion({ config }: STSClient): Promise<string | null> {
  return config.region().catch(() => null);
}

/** @returns the one whose file names the domain */
function stackOf(domain: string, root: string): string | null {
  return stackFiles(root).find(({ text }) => stackValue(text, 'essence-aura:domain') === domain)?.name ?? null;
}
