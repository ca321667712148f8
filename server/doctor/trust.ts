/** As Node and curl judge a chain, which know nothing but what was sent and their roots. Dates are another question. */
import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import * as x509 from '@peculiar/x509';
import type { ServedCertificate, Trust } from '../health/facts/tls';

type Roots = ReadonlyMap<string, readonly X509Certificate[]>;

/** Of a list that was looked through once. */
const indexed = new WeakMap<readonly string[], Roots>();

function bySubject(pems: readonly string[]): Roots {
  const known = indexed.get(pems);
  if (known) return known;
  const found = new Map<string, X509Certificate[]>();
  for (const pem of pems) {
    const root = new X509Certificate(pem);
    found.set(root.subject, [...(found.get(root.subject) ?? []), root]);
  }
  indexed.set(pems, found);
  return found;
}

const isSignedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

const endsAt = (certificate: X509Certificate, roots: Roots): boolean =>
  roots.get(certificate.subject)?.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256) ===
    true || roots.get(certificate.issuer)?.some((root) => isSignedBy(certificate, root)) === true;

export function trustOf(chain: readonly X509Certificate[], extraRoots: readonly string[]): Trust {
  const [leaf, ...above] = chain;
  if (!leaf) return 'incomplete';
  for (const certificate of chain) {
    if (endsAt(certificate, bySubject(rootCertificates))) return 'public';
    if (endsAt(certificate, bySubject(extraRoots))) return 'private';
  }
  // As an issuer OpenSSL takes no leaf, not even of itself.
  if (leaf.subject === leaf.issuer && leaf.verify(leaf.publicKey)) return 'self-signed';
  return above.length === 0 ? 'incomplete' : 'unknown-root';
}

const LEAST_RSA_BITS = 2048;

function weaknessOf(certificate: X509Certificate): string | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const bits = details?.modulusLength;
  if (type === 'rsa' && bits !== undefined && bits < LEAST_RSA_BITS) return `an RSA key of ${bits} bits`;
  const { hash } = new x509.X509Certificate(certificate.raw).signatureAlgorithm as { hash?: { name?: string } };
  return hash?.name === 'SHA-1' ? 'a signature with SHA-1' : null;
}

function keyOf({ publicKey: { asymmetricKeyType: type, asymmetricKeyDetails: details } }: X509Certificate): string {
  if (type === 'rsa') return `RSA ${String(details?.modulusLength)}`;
  return type === 'ec' ? `EC ${String(details?.namedCurve)}` : String(type);
}

const oneLine = (name: string): string => name.replaceAll('\n', ', ');

/** @param chain as it was sent @returns null for an empty one */
export function certificateOf(
  chain: readonly X509Certificate[],
  extraRoots: readonly string[],
): ServedCertificate | null {
  const [leaf, ...above] = chain;
  if (!leaf) return null;
  const names = leaf.subjectAltName?.split(', ') ?? [];
  return {
    fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    issuer: oneLine(leaf.issuer),
    names: names.map((name) => name.replace(/^(?:DNS|IP Address):/, '').toLowerCase()),
    notBefore: new Date(leaf.validFrom),
    notAfter: new Date(leaf.validTo),
    trust: trustOf(chain, extraRoots),
    key: keyOf(leaf),
    weakness: weaknessOf(leaf),
    intermediates: above
      .filter((one) => !isSignedBy(one, one))
      .map((one) => ({ subject: oneLine(one.subject), notAfter: new Date(one.validTo) })),
  };
}

export const covers = ([leaf]: readonly X509Certificate[], host: string): boolean =>
  leaf?.checkHost(host, { subject: 'never' }) !== undefined;
