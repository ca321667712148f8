/** One certificate as the edge uses it, in one file: whoever reads it never pairs a key with another's certificate. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { HandshakeError, tryPair } from './handshake';
import type { KeyAndCertificate } from './issue';

export interface Bundle extends KeyAndCertificate {
  /** Which source, and which CA of it, this came from; another configured origin means a new certificate. */
  readonly origin: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Lower-case hexadecimal SHA-256 of the leaf. */
  readonly fingerprint: string;
  /** DNS names and addresses, as the certificate lists them. */
  readonly names: readonly string[];
  readonly issuer: string;
}

/** Why a bundle can't be used, as a sentence's end: "the private key belongs to another certificate". */
export class BundleError extends Error {
  override name = 'BundleError';

  constructor(
    message: string,
    /** Whose fault it is; null: the two don't belong together. */
    readonly part: 'key' | 'chain' | null,
  ) {
    super(message);
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN (?:EC |RSA )?PRIVATE KEY-----[^-]+-----END (?:EC |RSA )?PRIVATE KEY-----/;
const ORIGIN = /^# origin: (.+)$/m;

/** @throws BundleError */
export function certificatesOf(pem: string): X509Certificate[] {
  return (pem.match(CERTIFICATE) ?? []).map((one) => {
    try {
      return new X509Certificate(one);
    } catch {
      throw new BundleError('a certificate in it can not be read', 'chain');
    }
  });
}

/** RFC 8446, 4.4.2: each signs the one before it. Of its name alone there may be several, with other keys. */
function isSignedBy(certificate: X509Certificate, next: X509Certificate): boolean {
  return certificate.checkIssued(next) && certificate.verify(next.publicKey);
}

function readKey(text: string): { readonly pem: string; readonly key: KeyObject } {
  const pem = PRIVATE_KEY.exec(text)?.[0];
  if (!pem) throw new BundleError('it holds no private key that can be read without a passphrase', 'key');
  try {
    return { pem: `${pem}\n`, key: createPrivateKey(pem) };
  } catch {
    throw new BundleError('its private key can not be read', 'key');
  }
}

function namesOf(certificate: X509Certificate): string[] {
  const entries = certificate.subjectAltName?.split(', ') ?? [];
  return entries.flatMap((entry) => {
    const value = /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1];
    return value ? [value.toLowerCase()] : [];
  });
}

/** Whether the first certificate is that of the key; false also where one of them can't be read. */
export function belongTogether(key: string, chain: string): boolean {
  try {
    return certificatesOf(chain)[0]?.checkPrivateKey(readKey(key).key) ?? false;
  } catch {
    return false;
  }
}

/** Files that were joined by hand hold one twice now and then. */
const distinct = (certificates: readonly X509Certificate[]): X509Certificate[] => [
  ...new Map(certificates.map((certificate) => [certificate.fingerprint256, certificate])).values(),
];

/** RFC 5280, 4.2.1.12. */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** As public CAs promise it to browsers. */
const LEAST_RSA_BITS = 2048;

function isTooShort({ publicKey }: X509Certificate): boolean {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength;
  return publicKey.asymmetricKeyType === 'rsa' && bits !== undefined && bits < LEAST_RSA_BITS;
}

/** @throws BundleError for what browsers say no to, though OpenSSL serves it */
function checkForBrowsers(leaf: X509Certificate, issuers: readonly X509Certificate[]): void {
  const refuse = (why: string): never => {
    throw new BundleError(why, 'chain');
  };
  if (isTooShort(leaf)) refuse(`its key is too short: one of RSA needs ${LEAST_RSA_BITS} bits`);
  // Node's name for the extended key usage; without one a certificate is for everything.
  const usages = leaf.keyUsage as readonly string[] | undefined;
  if (usages && !usages.includes(SERVER_AUTH)) refuse('it is for no server: its extended key usage lacks serverAuth');
  // Of a root, which signs itself, browsers have a copy of their own; old ones say nothing about themselves.
  const intermediates = issuers.filter((issuer) => !isSignedBy(issuer, issuer));
  if (intermediates.some((one) => !one.ca))
    refuse('an intermediate in it is no CA: what that signed counts for nothing');
  if (intermediates.some(isTooShort)) {
    refuse(`the key of an intermediate is too short: one of RSA needs ${LEAST_RSA_BITS} bits`);
  }
}

/** @throws BundleError when key and certificates are missing, unreadable or don't belong together */
export function parseBundle(text: string): Bundle {
  const { pem: key, key: keyObject } = readKey(text);
  const certificates = distinct(certificatesOf(text));
  const leaf = certificates[0];
  if (!leaf) throw new BundleError('it holds no certificate', 'chain');
  if (!leaf.checkPrivateKey(keyObject)) {
    if (!certificates.some((other) => other.checkPrivateKey(keyObject))) {
      throw new BundleError('the private key belongs to another certificate', null);
    }
    throw new BundleError('its certificates are not in order: that of the key must come first', 'chain');
  }
  certificates.forEach((certificate, i) => {
    const next = certificates[i + 1];
    if (next && !isSignedBy(certificate, next)) {
      throw new BundleError(
        'its certificates are not in order: each must be followed by the one that signed it',
        'chain',
      );
    }
  });
  checkForBrowsers(leaf, certificates.slice(1));
  return {
    origin: ORIGIN.exec(text)?.[1] ?? 'unknown',
    key,
    chain: certificates.map((certificate) => certificate.toString()).join(''),
    notBefore: new Date(leaf.validFrom),
    notAfter: new Date(leaf.validTo),
    fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    names: namesOf(leaf),
    issuer: leaf.issuer.replaceAll('\n', ', '),
  };
}

/** As parseBundle, and a handshake with it was tried. @throws BundleError */
export async function readBundle(text: string): Promise<Bundle> {
  const bundle = parseBundle(text);
  try {
    await tryPair(bundle);
  } catch (error) {
    if (error instanceof HandshakeError) throw new BundleError(error.message, 'chain');
    throw error;
  }
  return bundle;
}

/** PEM readers skip what stands before the first `-----BEGIN`. Of a key's file only the key is taken. */
export function formatBundle(origin: string, pair: KeyAndCertificate): string {
  return `# origin: ${origin}\n${pair.key.replaceAll(CERTIFICATE, '').trim()}\n${pair.chain.trim()}\n`;
}

/** The names of the list that a browser would not accept the certificate for. */
export function namesNotCovered(bundle: Bundle, names: readonly string[]): string[] {
  const leaf = new X509Certificate(bundle.chain);
  return names.filter((name) => (isIP(name) ? !leaf.checkIP(name) : !leaf.checkHost(name, { subject: 'never' })));
}

/** By name and signature; the leaf's dates are another question. @param roots PEM, such as `tls.rootCertificates` */
export function chainsTo(bundle: Bundle, roots: readonly string[]): boolean {
  const last = certificatesOf(bundle.chain).at(-1);
  if (!last) return false;
  return roots.some((pem) => {
    const root = new X509Certificate(pem);
    if (root.fingerprint256 === last.fingerprint256) return true;
    return root.subject === last.issuer && last.checkIssued(root) && last.verify(root.publicKey);
  });
}
