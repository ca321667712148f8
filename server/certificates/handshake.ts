/** A handshake in memory with a client like a browser: OpenSSL takes many a pair that no visitor can be served with. */
import { duplexPair, type Duplex } from 'node:stream';
import { connect, createSecureContext, TLSSocket, type ConnectionOptions } from 'node:tls';
import { errorCode } from '../process/error-code';
import { messageOf } from '../process/thrown';
import type { KeyAndCertificate } from './issue';
import { TLS_OPTIONS } from './tls-options';

/** Chromium's; a key of another kind (secp256k1, P-521, Ed25519, DSA, RSASSA-PSS) serves nobody who uses it. */
const SIGNATURES = [
  'ecdsa_secp256r1_sha256',
  'rsa_pss_rsae_sha256',
  'rsa_pkcs1_sha256',
  'ecdsa_secp384r1_sha384',
  'rsa_pss_rsae_sha384',
  'rsa_pkcs1_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha512',
];
const BROWSER: ConnectionOptions = {
  minVersion: 'TLSv1.2',
  sigalgs: SIGNATURES.join(':'),
  ALPNProtocols: ['http/1.1'],
  // Who signed it, and for which names, is another question.
  rejectUnauthorized: false,
};
/** Takes milliseconds; whoever needs so long is stuck. */
const DEADLINE_MS = 10_000;

/** What OpenSSL's words mean to somebody who holds the files. */
const MEANINGS: Readonly<Record<string, string>> = {
  ERR_SSL_EE_KEY_TOO_SMALL: 'its key is too short',
  ERR_SSL_CA_KEY_TOO_SMALL: 'the key of an intermediate is too short',
  ERR_SSL_CA_MD_TOO_WEAK: 'it, or an intermediate, is signed with SHA-1 or weaker',
  ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM: 'browsers know no key of its kind',
  ERR_SSL_NO_SHARED_CIPHER: 'browsers know no key of its kind',
};

/** Why nobody can connect, as a sentence's end. */
export class HandshakeError extends Error {
  override name = 'HandshakeError';

  constructor(cause: unknown) {
    const said = messageOf(cause).replace(/^error:\w+:/, '');
    super(`no browser can connect with it: ${MEANINGS[errorCode(cause)] ?? 'OpenSSL refuses it'} (${said})`, { cause });
  }
}

/** Connects as a browser does. @returns fingerprint of the certificate it serves: lower-case hexadecimal SHA-256 */
export function servedOver(transport: Duplex, serverName: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = connect({ ...BROWSER, socket: transport, servername: serverName });
    const timer = setTimeout(() => client.destroy(new Error(`no answer for ${DEADLINE_MS / 1000} s`)), DEADLINE_MS);
    client.once('secureConnect', () => {
      resolve(client.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase());
      client.destroy();
    });
    client.on('error', reject);
    client.once('close', () => {
      clearTimeout(timer);
      transport.destroy();
      reject(new Error('the connection was closed before the handshake ended'));
    });
  });
}

/** Serves one handshake with the pair, as the edge would. @throws HandshakeError */
export async function tryPair({ key, chain }: KeyAndCertificate): Promise<void> {
  const [ours, theirs] = duplexPair();
  const refusals: unknown[] = [];
  try {
    const secureContext = createSecureContext({ ...TLS_OPTIONS, key, cert: chain });
    const server = new TLSSocket(ours, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
    // The client hears no more than that it went wrong.
    server.on('error', (error) => void refusals.push(error));
    await servedOver(theirs, 'localhost');
  } catch (error) {
    throw new HandshakeError(refusals[0] ?? error);
  } finally {
    ours.destroy();
  }
}
