// The account at an ACME directory. Its key is made once and kept: a new one a start runs into the CA's limit of
// registrations. A registration belongs to its key (RFC 7638); a key that is of no use any more is replaced once.
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import * as acme from 'acme-client';
import { z } from 'zod';
import { errorCode } from '../process/error-code';
import type { Logger } from '../process/logger';
import { readOrNull } from '../process/read-file';
import { createEcKey } from './acme-key';
import { AcmeProblem } from './acme-transport';
import { StoreError } from './store-error';
import { makeStoreDirectory, writeStoreFile } from './store-files';

export interface AcmeAccount {
  /** The folder of its directory, there once a client has been made. */
  readonly directory: string;
  /** Signs as this account; registers it where the CA doesn't know it, with another key where the CA has ended it. */
  client(): Promise<acme.Client>;
  /** Whether a refusal was for its account: then the registration is forgotten, and the next client makes another. */
  isLost(client: acme.Client, refusal: AcmeProblem): Promise<boolean>;
}

/** One of before there were thumbprints has none. */
const schema = z.object({ url: z.url(), email: z.string().nullable(), thumbprint: z.string().optional() });

/** A CA with several front ends refuses a nonce now and then; acme-client's five tries are few for one that is strict. */
const NONCE_TRIES = 25;

function createClient(options: ConstructorParameters<typeof acme.Client>[0]): acme.Client {
  const client = new acme.Client(options);
  // Not in its types; a test against a CA that refuses most nonces holds it.
  const { http } = client as unknown as { http: { maxBadNonceRetries: number } };
  http.maxBadNonceRetries = NONCE_TRIES;
  return client;
}

/** RFC 7638 (4 and 3.2 say which members, in which order). @throws Error for what is no key that ACME signs with */
function thumbprintOf(pem: string): string {
  const key = createPrivateKey(pem);
  const { kty, crv, x, y, n, e } = createPublicKey(key).export({ format: 'jwk' });
  if (kty === 'EC' && x !== undefined && y !== undefined) return sha256(JSON.stringify({ crv, kty, x, y }));
  if (kty === 'RSA') return sha256(JSON.stringify({ e, kty, n }));
  throw new Error(`a key of the kind ${key.asymmetricKeyType ?? 'unknown'} signs nothing for ACME`);
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

function parseRegistration(text: string | null): z.infer<typeof schema> | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Damaged: registering the key again finds the same account.
    return null;
  }
}

/** What a CA says of a key whose account it has ended (RFC 8555, 7.3.6), or that it takes no keys like it. */
const KEY_REFUSALS: ReadonlySet<string> = new Set(['unauthorized', 'badPublicKey', 'badSignatureAlgorithm']);
/** What it may say of a request that is signed for an account it doesn't know, has ended, or knows by another key. */
const ACCOUNT_REFUSALS: ReadonlySet<string> = new Set(['accountDoesNotExist', 'unauthorized', 'malformed']);

const isRefused = (error: unknown, types: ReadonlySet<string>): error is AcmeProblem =>
  error instanceof AcmeProblem && error.refused && error.type !== null && types.has(error.type);

interface AccountKey {
  readonly pem: string;
  readonly thumbprint: string;
}

export function createAcmeAccount(options: {
  readonly accountsDirectory: string;
  readonly directoryUrl: string;
  readonly email: string | null;
  readonly logger: Logger;
  readonly onReplaced: (reason: string) => void;
}): AcmeAccount {
  const { directoryUrl, email, logger, onReplaced } = options;
  const hash = createHash('sha256').update(directoryUrl).digest('hex').slice(0, 8);
  const directory = path.join(options.accountsDirectory, `${new URL(directoryUrl).hostname}-${hash}`);
  const keyFile = path.join(directory, 'account.pem');
  /** The key that was of no use, until another one is registered: meanwhile no third is made. */
  const replacedFile = path.join(directory, 'account.replaced.pem');
  const registrationFile = path.join(directory, 'account.json');

  async function createKey(): Promise<AccountKey> {
    await makeStoreDirectory(directory);
    const pem = await createEcKey();
    await writeStoreFile(keyFile, pem);
    return { pem, thumbprint: thumbprintOf(pem) };
  }

  async function replaceKey(reason: string): Promise<AccountKey> {
    await rename(keyFile, replacedFile).catch((error: unknown) => {
      throw new StoreError(replacedFile, error);
    });
    logger.error({ directoryUrl, reason }, `the key of the account at the CA is of no use, another is made: ${reason}`);
    onReplaced(reason);
    return createKey();
  }

  async function loadKey(): Promise<AccountKey> {
    try {
      const pem = await readOrNull(keyFile);
      if (pem === null) return await createKey();
      if (pem.trim() === '') return await replaceKey(`${keyFile} is empty`);
      return { pem, thumbprint: thumbprintOf(pem) };
    } catch (error) {
      if (error instanceof StoreError) throw error;
      return replaceKey(`${keyFile} can not be read (${errorCode(error) || String(error)})`);
    }
  }

  async function register({ pem, thumbprint }: AccountKey): Promise<acme.Client> {
    const client = createClient({ directoryUrl, accountKey: pem });
    const { status } = await findOrCreate(client, email);
    if (isEnded(status)) throw new AcmeProblem('unauthorized', `the CA says that the account is ${status}`, 403, null);
    await writeStoreFile(registrationFile, JSON.stringify({ url: client.getAccountUrl(), email, thumbprint }));
    await rm(replacedFile, { force: true, recursive: true });
    return client;
  }

  return {
    directory,
    async client() {
      const key = await loadKey();
      const known = parseRegistration(await readOrNull(registrationFile).catch(() => null));
      const belongs = known && (known.thumbprint ?? key.thumbprint) === key.thumbprint;
      if (belongs && known.email === email) {
        return createClient({ directoryUrl, accountKey: key.pem, accountUrl: known.url });
      }
      try {
        return await register(key);
      } catch (error) {
        if (!isRefused(error, KEY_REFUSALS) || (await readOrNull(replacedFile)) !== null) throw error;
        return register(await replaceKey(error.message));
      }
    },
    async isLost(client, refusal) {
      if (!isRefused(refusal, ACCOUNT_REFUSALS)) return false;
      if (refusal.type !== 'accountDoesNotExist' && (await isValid(client))) return false;
      logger.warn(
        { directoryUrl, reason: refusal.message },
        'the CA does not know the stored account: registering it again',
      );
      await rm(registrationFile, { force: true });
      return true;
    },
  };
}

/** RFC 8555, 7.1.2; one that says nothing of it is not taken for ended. */
const isEnded = (status: string | undefined): boolean => status === 'deactivated' || status === 'revoked';

type Registered = Awaited<ReturnType<acme.Client['createAccount']>>;

/** An account with this key is found, and its contact brought up to date. */
async function findOrCreate(client: acme.Client, email: string | null): Promise<Registered> {
  const contact = email === null ? {} : { contact: [`mailto:${email}`] };
  try {
    return await client.createAccount({ termsOfServiceAgreed: true, ...contact });
  } catch (error) {
    // acme-client updates one that it finds also where there is nothing to update, which CAs refuse.
    if (email !== null || !isRefused(error, ACCOUNT_REFUSALS) || !hasUrl(client)) throw error;
    return client.updateAccount();
  }
}

function hasUrl(client: acme.Client): boolean {
  try {
    return client.getAccountUrl() !== '';
  } catch {
    return false;
  }
}

async function isValid(client: acme.Client): Promise<boolean> {
  try {
    const { status } = await client.updateAccount();
    return !isEnded(status);
  } catch (error) {
    return !isRefused(error, ACCOUNT_REFUSALS);
  }
}
