/**
 * The account at an ACME directory: its key is made once and kept, because a new one on every start runs into the CA's
 * limit of registrations. One folder a directory, so that staging and production never share an account.
 */
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as acme from 'acme-client';
import { z } from 'zod';
import { isMissing } from '../process/error-code';
import { createEcKey } from './acme-key';
import { makeDirectory, writeFileAtomic } from './atomic-file';

export interface AcmeAccount {
  /** The folder of its directory, there once a client has been made. */
  readonly directory: string;
  /** A client that signs as this account; registers it where the CA doesn't know it yet. */
  client(): Promise<acme.Client>;
  /** The CA says there is no such account: the next client registers the same key again. */
  forget(): Promise<void>;
}

const schema = z.object({ url: z.url(), email: z.string().nullable() });

/** A CA with several front ends refuses a nonce now and then; acme-client's five tries are few for one that is strict. */
const NONCE_TRIES = 25;

function createClient(options: ConstructorParameters<typeof acme.Client>[0]): acme.Client {
  const client = new acme.Client(options);
  // Not in its types; a test against a CA that refuses most nonces holds it.
  const { http } = client as unknown as { http: { maxBadNonceRetries: number } };
  http.maxBadNonceRetries = NONCE_TRIES;
  return client;
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function parseRegistration(text: string | null): z.infer<typeof schema> | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Damaged: registering the key again finds the same account.
    return null;
  }
}

export function createAcmeAccount(options: {
  readonly accountsDirectory: string;
  readonly directoryUrl: string;
  readonly email: string | null;
}): AcmeAccount {
  const { directoryUrl, email } = options;
  const hash = createHash('sha256').update(directoryUrl).digest('hex').slice(0, 8);
  const directory = path.join(options.accountsDirectory, `${new URL(directoryUrl).hostname}-${hash}`);
  const keyFile = path.join(directory, 'account.pem');
  const registrationFile = path.join(directory, 'account.json');

  async function loadKey(): Promise<string> {
    const stored = await readOrNull(keyFile);
    if (stored !== null) return stored;
    await makeDirectory(directory);
    const key = await createEcKey();
    await writeFileAtomic(keyFile, key);
    return key;
  }

  return {
    directory,
    async client() {
      const accountKey = await loadKey();
      const known = parseRegistration(await readOrNull(registrationFile));
      if (known?.email === email) return createClient({ directoryUrl, accountKey, accountUrl: known.url });
      const client = createClient({ directoryUrl, accountKey });
      const contact = email === null ? {} : { contact: [`mailto:${email}`] };
      // An account with this key is found, and its contact brought up to date.
      await client.createAccount({ termsOfServiceAgreed: true, ...contact });
      await writeFileAtomic(registrationFile, JSON.stringify({ url: client.getAccountUrl(), email }));
      return client;
    },
    forget: () => rm(registrationFile, { force: true }),
  };
}
