/** CERTIFICATES=local: a development CA that may speak for the shop's domain and loopback alone, and a leaf of it. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hostsOf } from '../hosts';
import type { Clock } from '../process/clock';
import { isMissing } from '../process/error-code';
import { BundleError, formatBundle, parseBundle, type Bundle } from './bundle';
import { fingerprintOf, hasNameConstraints, issueAuthority, issueServerCertificate } from './issue';
import { certificatePaths } from './paths';
import { needOf } from './renewal';
import type { CertificateSource } from './source';
import { makeStoreDirectory, writeStoreFile } from './store-files';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const AUTHORITY_DAYS = 3650;
/** The most that browsers accept of a public CA's certificate (398), less a day for the backdated start. */
const LEAF_DAYS = 396;
/** For clocks that are behind. */
const BACKDATED_MS = DAY_MS;

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '::1'];
const LOOPBACK_RANGES: readonly string[] = ['127.0.0.0/8', '::1/128'];

/** The file to import into a browser or an operating system. */
export function authorityCertificateFile(dataDir: string): string {
  return path.join(certificatePaths(dataDir).authority, 'certificate.pem');
}

/** Everything below `localhost` anyway, so that another DOMAIN there needs no new CA. */
function permittedNames(domain: string): string[] {
  const dns = domain.endsWith('.localhost') ? ['localhost'] : ['localhost', domain];
  return [...dns, ...LOOPBACK_RANGES];
}

export function createLocalSource(options: {
  readonly dataDir: string;
  readonly domain: string;
  readonly clock: Clock;
}): CertificateSource {
  const { dataDir, domain, clock } = options;
  const directory = certificatePaths(dataDir).authority;
  const keyFile = path.join(directory, 'key.pem');
  const certificateFile = authorityCertificateFile(dataDir);
  const permitted = permittedNames(domain);
  const names = [...hostsOf(domain).all.map((host) => host.name), ...LOOPBACK];

  /** null: there is none, or none that is of use for this domain and this year. */
  async function loadAuthority(now: Date): Promise<Bundle | null> {
    try {
      const [key, chain] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certificateFile, 'utf8')]);
      const authority = parseBundle(formatBundle('authority', { key, chain }));
      const lasts = authority.notAfter.getTime() - now.getTime() > LEAF_DAYS * DAY_MS;
      return lasts && hasNameConstraints(authority.chain, permitted) ? authority : null;
    } catch (error) {
      if (isMissing(error) || error instanceof BundleError) return null;
      throw error;
    }
  }

  async function createAuthority(now: Date): Promise<Bundle> {
    const authority = await issueAuthority({
      // The suffix tells this machine's CA from a colleague's in a browser's list.
      commonName: `Essence Aura development CA ${randomBytes(3).toString('hex')}`,
      permitted,
      notBefore: new Date(now.getTime() - BACKDATED_MS),
      notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS),
    });
    await makeStoreDirectory(directory);
    // A crash in between leaves a pair that doesn't match, which counts as none.
    await writeStoreFile(keyFile, authority.key);
    await writeStoreFile(certificateFile, authority.chain);
    return parseBundle(formatBundle('authority', authority));
  }

  const originOf = (authority: Bundle): string => `local ${fingerprintOf(authority.chain)}`;

  return {
    name: 'local',
    immediate: true,
    stagingDirectoryUrl: null,
    checkEveryMs: HOUR_MS,
    async needsNew(inUse, now) {
      const authority = await loadAuthority(now);
      if (!authority) return { reason: 'there is no development CA yet', urgent: true };
      return needOf(inUse, { origin: originOf(authority), names, now });
    },
    async obtain() {
      const now = clock.now();
      const authority = (await loadAuthority(now)) ?? (await createAuthority(now));
      const pair = await issueServerCertificate({
        names,
        authority,
        notBefore: new Date(now.getTime() - BACKDATED_MS),
        notAfter: new Date(now.getTime() + LEAF_DAYS * DAY_MS),
      });
      return { origin: originOf(authority), pair };
    },
  };
}
