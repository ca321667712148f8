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
import { randomBytes } from 'node:crypto';
import { access, chmod, constants, lstat, readdir, readFile, readlink, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { linkAtomic } from '../process/atomic-file';
import { errorCode, isMissing } from '../process/error-code';
import { orNull } from '../process/read-file';
import { BundleError, formatBundle, readBundle, type Bundle } from './bundle';
import type { KeyAndCertificate } from './issue';
import { certificatePaths, type CertificatePaths } from './paths';
import { StoreError } from './store-error';
import { DIRECTORY_MODE, makeStoreDirectory, removeAbandoned, writeStoreFile } from './store-files';

export { certificatePaths, type CertificatePaths } from './paths';

export interface LoadedBundle {
  readonly bundle: Bundle;
  /** false: `current` names none. It is a copy of a bundle where the store was copied by somebody who follows links. */
  readonly linked: boolean;
  /** Bundles that should have been used and can't be, newest first: file name and reason. */
  readonly damaged: readonly string[];
}

export interface CertificateReader {
  readonly paths: CertificatePaths;
  /** Changes whenever the bundle or the ticket key in use does; cheap enough to ask every second. */
  version(): Promise<string>;
  /** The bundle in use; where that can't be used, or none is named, the newest that can and has not expired. */
  load(now: Date): Promise<LoadedBundle | null>;
  /** @throws Error where there is one that can't be read */
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
  /** Where `current` names no bundle, makes it name the one that load() finds; only while the lock is held. */
  relink(now: Date): Promise<void>;
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

function flawOf(error: unknown): string {
  if (error instanceof BundleError) return error.message;
  if (isMissing(error)) return 'it is missing';
  return `it can not be read (${errorCode(error) || String(error)})`;
}

interface Found extends LoadedBundle {
  readonly name: string;
}

function createReader(paths: CertificatePaths) {
  /** @returns the bundle that `current` names; null for anything but a link to one */
  async function linkedName(): Promise<string | null> {
    const target = await readlink(paths.current).catch(() => '');
    const name = path.basename(target);
    return BUNDLE_FILE.test(name) ? name : null;
  }

  async function candidates(used: string | null): Promise<string[]> {
    const names = (await orNull(readdir(paths.bundles))) ?? [];
    const others = names.filter((name) => BUNDLE_FILE.test(name) && name !== used);
    return [...(used === null ? [] : [used]), ...others.sort().reverse()];
  }

  /** What was tried once is not tried at every look. */
  let lastRead: { readonly text: string; readonly bundle: Bundle } | null = null;

  async function read(name: string): Promise<Bundle> {
    const text = await readFile(path.join(paths.bundles, name), 'utf8');
    if (lastRead?.text !== text) lastRead = { text, bundle: await readBundle(text) };
    return lastRead.bundle;
  }

  async function find(now: Date): Promise<Found | null> {
    const damaged: string[] = [];
    const used = await linkedName();
    for (const name of await candidates(used)) {
      try {
        const bundle = await read(name);
        // An expired bundle is still served when it is the one in use: nothing better is known.
        if (damaged.length === 0 || bundle.notAfter > now) return { bundle, damaged, name, linked: used !== null };
      } catch (error) {
        damaged.push(`${name}: ${flawOf(error)}`);
      }
    }
    return null;
  }

  const reader: CertificateReader = {
    paths,

    async version() {
      // Also when a file that could not be read can be.
      const changeOf = async (file: string): Promise<string> => {
        const found = await stat(file).catch(() => null);
        return found ? `${found.ino}:${found.ctimeMs}` : '-';
      };
      const [used, ...changes] = await Promise.all([linkedName(), changeOf(paths.current), changeOf(paths.ticketKey)]);
      return [used ?? '-', ...changes].join(' ');
    },

    load: find,

    async loadTicketKey() {
      const key = await orNull(readFile(paths.ticketKey));
      return key?.length === TICKET_KEY_BYTES ? key : null;
    },

    async loadChallenge(token) {
      return TOKEN.test(token) ? orNull(readFile(path.join(paths.challenges, token), 'utf8')) : null;
    },
  };
  return { reader, find };
}

/** A directory where a file of ours belongs is somebody's: it is kept, under another name. */
async function makeWay(file: string): Promise<void> {
  const found = await orNull(lstat(file));
  if (found?.isDirectory()) await rename(file, `${file}-set-aside-${randomBytes(4).toString('hex')}`);
}

async function pointTo(paths: CertificatePaths, name: string): Promise<void> {
  await makeWay(paths.current);
  await linkAtomic(path.join('bundles', name), paths.current);
}

/** The one in use stays, also where a clock that was set back gave it an older name. */
async function removeOldBundles(paths: CertificatePaths, used: string): Promise<void> {
  const others = (await readdir(paths.bundles)).filter((name) => BUNDLE_FILE.test(name) && name !== used).sort();
  for (const name of others.slice(0, 1 - KEPT_BUNDLES)) {
    await rm(path.join(paths.bundles, name), { force: true, recursive: true });
  }
}

export function createCertificateReader(dataDir: string): CertificateReader {
  return createReader(certificatePaths(dataDir)).reader;
}

export function createCertificateStore(dataDir: string): CertificateStore {
  const paths = certificatePaths(dataDir);
  const { reader, find } = createReader(paths);

  const challengeFile = (token: string): string => {
    if (!TOKEN.test(token)) throw new Error('the token of a challenge is not base64url');
    return path.join(paths.challenges, token);
  };

  return {
    ...reader,

    async prepare(now) {
      for (const directory of [paths.root, paths.bundles, paths.challenges]) {
        await makeStoreDirectory(directory);
        await writing(directory, () => tighten(directory));
        await writing(directory, () => access(directory, constants.W_OK));
        await removeAbandoned(directory, now);
      }
    },

    async install(origin, pair, now) {
      const text = formatBundle(origin, pair);
      const bundle = await readBundle(text);
      const name = bundleFileName(bundle, now);
      await writeStoreFile(path.join(paths.bundles, name), text);
      await writing(paths.current, () => pointTo(paths, name));
      await writing(paths.bundles, () => removeOldBundles(paths, name));
      return bundle;
    },

    async relink(now) {
      const found = await find(now);
      if (found && !found.linked) await writing(paths.current, () => pointTo(paths, found.name));
    },

    async saveChallenge(token, keyAuthorization) {
      await writeStoreFile(challengeFile(token), keyAuthorization);
    },
    async removeChallenge(token) {
      await writing(paths.challenges, () => rm(challengeFile(token), { force: true }));
    },
    async removeChallenges() {
      const names = (await readdir(paths.challenges)).filter((name) => TOKEN.test(name));
      const remove = (name: string): Promise<void> => rm(path.join(paths.challenges, name), { force: true });
      await writing(paths.challenges, () => Promise.all(names.map(remove)));
    },
    async saveTicketKey(key) {
      await writing(paths.ticketKey, () => makeWay(paths.ticketKey));
      await writeStoreFile(paths.ticketKey, key);
    },
  };
}
