/** What stands beside the machine instead of the internet: a certificate authority with its DNS, and a cloud. */
import { readFile } from 'node:fs/promises';
import { hostsOf } from '../../server/hosts';
import { startPebble, type Pebble } from '../../tests/setup/pebble';
import { startCloud, type Cloud } from './cloud';
import { type Network, type Overlay } from './machine';
import { type Captured } from './program';
import { runOrThrow } from './waits';

export interface Surroundings {
  readonly pebble: Pebble;
  readonly cloud: Cloud;
  readonly overlay: Overlay;
  stop(): Promise<void>;
}

const ACME_CA = '/usr/local/share/ca-certificates/rehearsal-acme.crt';
const CLOUD_CA = '/usr/local/share/ca-certificates/rehearsal-cloud.crt';
const SYSTEM_CA = '/etc/ssl/certs/ca-certificates.crt';

export async function startSurroundings(
  { address, outside }: Network,
  options: { readonly domain: string; readonly captured: Captured },
): Promise<Surroundings> {
  const pebble = await startPebble({ httpPort: 80, address: outside, names: address });
  try {
    const cloud = await startCloud(outside);
    for (const [name, content] of options.captured.objects) cloud.objects.set(name, content);
    for (const [name, value] of options.captured.parameters) cloud.parameters.set(name, value);
    const names = hostsOf(options.domain).all.map((host) => host.name);
    const overlay: Overlay = {
      [ACME_CA]: { content: await readFile(pebble.caFile, 'utf8') },
      [CLOUD_CA]: { content: cloud.caPem },
      '/etc/hosts': {
        content: `127.0.0.1 localhost\n::1 localhost ip6-localhost\n127.0.1.1 shop\n${address} ${names.join(' ')}\n`,
      },
      '/etc/essence-aura/cloud.env': { content: linesOf({ ...(await npmSettings()), ...cloudSettings(cloud) }) },
      // As an operator does whose address changes.
      '/etc/essence-aura/admin-addresses': { content: `${outside}\n` },
      // The operator's own lines: the program offers no authority that nobody else trusts.
      '/etc/essence-aura/environment.local': {
        content: linesOf({ ACME_DIRECTORY_URL: pebble.directoryUrl, ACME_CA_FILE: ACME_CA }),
      },
    };
    return {
      pebble,
      cloud,
      overlay,
      stop: async () => {
        await cloud.stop();
        await pebble.stop();
      },
    };
  } catch (error) {
    await pebble.stop();
    throw error;
  }
}

const cloudSettings = (cloud: Cloud): Record<string, string> => ({
  AWS_ENDPOINT_URL: cloud.endpoint,
  AWS_ACCESS_KEY_ID: 'rehearsal',
  AWS_SECRET_ACCESS_KEY: 'rehearsal-rehearsal',
  AWS_CA_BUNDLE: SYSTEM_CA,
  AWS_EC2_METADATA_DISABLED: 'true',
  ACME_CA_FILE: ACME_CA,
});

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
