/**
 * A CA that issues as the public ones do: from an intermediate, with the addresses at which that is found and at which
 * revocations are listed. What a scanner says about its certificates it would say about a public CA's.
 */
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import type { KeyAndCertificate } from '../../../server/certificates/issue';
import type { TestAuthority } from './edge';

const DAY_MS = 24 * 60 * 60 * 1000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

interface Signer {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
const newSerialNumber = (): string => `01${randomBytes(15).toString('hex')}`;
const pemOf = (certificate: x509.X509Certificate): string => `${certificate.toString('pem')}\n`;

/** A certificate for the public key, by the signer or, where there is none, by the key itself. */
async function sign(
  keys: webcrypto.CryptoKeyPair,
  options: { name: string; signer: Signer | null; days: number; extensions: x509.Extension[] },
): Promise<x509.X509Certificate> {
  const { signer, days } = options;
  const subject = [{ O: ['Essence Aura'] }, { CN: [options.name] }];
  const above = signer ? [await x509.AuthorityKeyIdentifierExtension.create(signer.certificate)] : [];
  return x509.X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject,
    issuer: signer ? signer.certificate.subjectName : subject,
    // A day old, and older where it has ended already.
    notBefore: new Date(Date.now() + (Math.min(days, 0) - 1) * DAY_MS),
    notAfter: new Date(Date.now() + days * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: (signer?.keys ?? keys).privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [...options.extensions, await x509.SubjectKeyIdentifierExtension.create(keys.publicKey), ...above],
  });
}

async function createSigner(name: string, signer: Signer | null): Promise<Signer> {
  const keys = await newKeys();
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const extensions = [
    new x509.BasicConstraintsExtension(true, signer ? 0 : 1, true),
    new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
  ];
  return { keys, certificate: await sign(keys, { name, signer, days: 1_000, extensions }) };
}

async function issue(signer: Signer, names: readonly string[], days: number): Promise<KeyAndCertificate> {
  const keys = await newKeys();
  const certificate = await sign(keys, {
    name: names[0]!,
    signer,
    days,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map((name) => ({ type: isIP(name) ? 'ip' : 'dns', value: name }))),
      new x509.CRLDistributionPointsExtension(['http://crl.test/1.crl']),
      new x509.AuthorityInfoAccessExtension({ caIssuers: ['http://ca.test/intermediate.der'] }),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    key: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`,
    chain: pemOf(certificate) + pemOf(signer.certificate),
  };
}

export async function createPublicAuthority(name = 'Test'): Promise<TestAuthority> {
  const root = await createSigner(`${name} Root`, null);
  const intermediate = await createSigner(`${name} Intermediate`, root);
  return { pem: pemOf(root.certificate), issue: (names, days = 90) => issue(intermediate, names, days) };
}
