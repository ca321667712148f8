/**
 * The certificate store: `DATA_DIR/certificates`, outside of releases, directories 0700 and files 0600. The
 * `certificates` process writes it, every edge process reads it.
 *
 *   bundles/TIME-FINGERPRINT.pem   one certificate each: key, leaf, intermediates. Never changed once there
 *   current                        symbolic link to the bundle that is served, replaced by rename
 *   challenges/TOKEN               the answer to a pending http-01 challenge
 *   tickets.key                    48 bytes: the key of TLS session tickets, the same for every edge process
 *   status.json                    everything an operator wants to know (status.ts)
 *   lock                           held while a certificate is made (lock.ts)
 *   ca/{key,certificate}.pem       CERTIFICATES=local: the development CA
 *   acme/HOST-HASH/account.{pem,json}   CERTIFICATES=acme: the account at one directory
 *   acme/HOST-HASH/order.json      the order under way there (pending-order.ts)
 *   files/{key,chain}.pem          CERTIFICATES=files: put there by the owner
 */
import { access, chmod, constants, readdir, readFile, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from '../process/error-code';
import {
  DIRECTORY_MODE,
  makeDirectory,
  removeAbandoned,
  syncDirectory,
  temporaryName,
  writeFileAtomic,
} from './atomic-file';
import { BundleError, formatBundle, parseBundle, type Bundle } from './bundle';
import type { KeyAndCertificate } from './issue';
import { certificatePaths, type CertificatePaths } from './paths';
import { StoreError } from './store-error';

export { certificatePaths, type CertificatePaths } from './paths';

export interface LoadedBundle {
  readonly bundle: Bundle;
  /** Bundles that should have been used and can't be, newest first: file name and reason. */
  readonly damaged: readonly string[];
}

/** What the edge may do. */
export interface CertificateReader {
  readonly paths: CertificatePaths;
  /** Changes whenever the bundle or the ticket key in use does; cheap enough to ask every second. */
  version(): Promise<string>;
  /** The bundle in use; where it is damaged, the newest whole one that has not expired. */
  load(now: Date): Promise<LoadedBundle | null>;
  loadTicketKey(): Promise<Buffer | null>;
  /** @returns the key authorization, or null for a token nobody waits for */
  loadChallenge(token: string): Promise<string | null>;
}

export interface CertificateStore extends CertificateReader {
  /**
   * Makes the directories and tightens their modes; removes what killed writers left. Writes nothing where all is well.
   * @throws StoreError when it can not be written, also where there is nothing to write
   */
  prepare(now: Date): Promise<void>;
  /** Checks the pair, stores it, and makes it the one in use. @throws BundleError, StoreError */
  install(origin: string, pair: KeyAndCertificate, now: Date): Promise<Bundle>;
  saveChallenge(token: string, keyAuthorization: string): Promise<void>;
  removeChallenge(token: string): Promise<void>;
  /** What killed orders left; only while the lock is held. */
  removeChallenges(): Promise<void>;
  saveTicketKey(key: Buffer): Promise<void>;
}

export const TICKET_KEY_BYTES = 48;
const BUNDLE_FILE = /^\d{8}T\d{6}Z-[0-9a-f]{8}\.pem$/;
/** The one in use and two before it. */
const KEPT_BUNDLES = 3;
/** RFC 8555: base64url. Anything else never becomes part of a path. */
const TOKEN = /^[A-Za-z0-9_-]{1,128}$/;

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function writing<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new StoreError(file, error);
  }
}

async function tighten(directory: string): Promise<void> {
  const { mode } = await stat(directory);
  if ((mode & 0o777) !== DIRECTORY_MODE) await chmod(directory, DIRECTORY_MODE);
}

const bundleFileName = (bundle: Bundle, now: Date): string =>
  `${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${bundle.fingerprint.slice(0, 8)}.pem`;

function createReader(paths: CertificatePaths): CertificateReader {
  /** The served file first, then the others from new to old. */
  async function candidates(): Promise<string[]> {
    const target = await orNull(readlink(paths.current));
    const used = target === null ? [] : [path.basename(target)];
    const names = (await orNull(readdir(paths.bundles))) ?? [];
    const others = names.filter((name) => BUNDLE_FILE.test(name) && !used.includes(name));
    return [...used, ...others.sort().reverse()];
  }

  return {
    paths,

    async version() {
      const [target, key] = await Promise.all([orNull(readlink(paths.current)), orNull(stat(paths.ticketKey))]);
      return `${target ?? '-'} ${key?.mtimeMs ?? '-'}`;
    },

    async load(now) {
      const damaged: string[] = [];
      for (const name of await candidates()) {
        try {
          const bundle = parseBundle(await readFile(path.join(paths.bundles, name), 'utf8'));
          // An expired bundle is still served when it is the one in use: nothing better is known.
          if (damaged.length === 0 || bundle.notAfter > now) return { bundle, damaged };
        } catch (error) {
          if (!(error instanceof BundleError) && !isMissing(error)) throw error;
          damaged.push(`${name}: ${error instanceof BundleError ? error.message : 'it is missing'}`);
        }
      }
      return null;
    },

    async loadTicketKey() {
      const key = await orNull(readFile(paths.ticketKey));
      return key?.length === TICKET_KEY_BYTES ? key : null;
    },

    async loadChallenge(token) {
      return TOKEN.test(token) ? orNull(readFile(path.join(paths.challenges, token), 'utf8')) : null;
    },
  };
}

/** Makes `current` name the bundle in one step, so that no reader finds it missing. */
async function pointTo(paths: CertificatePaths, name: string): Promise<void> {
  const temporary = temporaryName(paths.current);
  await symlink(path.join('bundles', name), temporary);
  try {
    await rename(temporary, paths.current);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(paths.root);
}

/** The one in use stays, also where a clock that was set back gave it an older name. */
async function removeOldBundles(paths: CertificatePaths, used: string): Promise<void> {
  const others = (await readdir(paths.bundles)).filter((name) => BUNDLE_FILE.test(name) && name !== used).sort();
  for (const name of others.slice(0, 1 - KEPT_BUNDLES)) await rm(path.join(paths.bundles, name), { force: true });
}

export function createCertificateReader(dataDir: string): CertificateReader {
  return createReader(certificatePaths(dataDir));
}

export function createCertificateStore(dataDir: string): CertificateStore {
  const paths = certificatePaths(dataDir);

  const challengeFile = (token: string): string => {
    if (!TOKEN.test(token)) throw new Error('the token of a challenge is not base64url');
    return path.join(paths.challenges, token);
  };

  return {
    ...createReader(paths),

    async prepare(now) {
      for (const directory of [paths.root, paths.bundles, paths.challenges]) {
        await makeDirectory(directory);
        await writing(directory, () => tighten(directory));
        await writing(directory, () => access(directory, constants.W_OK));
        await removeAbandoned(directory, now);
      }
    },

    async install(origin, pair, now) {
      const text = formatBundle(origin, pair);
      const bundle = parseBundle(text);
      const name = bundleFileName(bundle, now);
      await writeFileAtomic(path.join(paths.bundles, name), text);
      await writing(paths.current, () => pointTo(paths, name));
      await writing(paths.bundles, () => removeOldBundles(paths, name));
      return bundle;
    },

    async saveChallenge(token, keyAuthorization) {
      await writeFileAtomic(challengeFile(token), keyAuthorization);
    },
    async removeChallenge(token) {
      await writing(paths.challenges, () => rm(challengeFile(token), { force: true }));
    },
    async removeChallenges() {
      const names = (await readdir(paths.challenges)).filter((name) => TOKEN.test(name));
      const remove = (name: string): Promise<void> => rm(path.join(paths.challenges, name), { force: true });
      await writing(paths.challenges, () => Promise.all(names.map(remove)));
    },
    saveTicketKey: (key) => writeFileAtomic(paths.ticketKey, key),
  };
}
