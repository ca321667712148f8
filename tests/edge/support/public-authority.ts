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

export const REVOKED_AT = '2026-11-20T01:02:03.000Z';

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

async function createSigner(name: string, signer: Signer | null, days = 1_000): Promise<Signer> {
  const keys = await newKeys();
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const extensions = [
    new x509.BasicConstraintsExtension(true, signer ? 0 : 1, true),
    new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
  ];
  return { keys, certificate: await sign(keys, { name, signer, days, extensions }) };
}

async function issue(
  signer: Signer,
  names: readonly string[],
  { days, list }: { readonly days: number; readonly list: string },
): Promise<KeyAndCertificate> {
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
      new x509.CRLDistributionPointsExtension([list]),
      new x509.AuthorityInfoAccessExtension({ caIssuers: ['http://ca.test/intermediate.der'] }),
    ],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    key: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`,
    chain: pemOf(certificate) + pemOf(signer.certificate),
  };
}

export interface PublicAuthority extends TestAuthority {
  /** From an intermediate that ends after so many days; of a number below zero, that ended before. */
  readonly issueBy: (intermediateDays: number, names: readonly string[]) => Promise<KeyAndCertificate>;
  /** Its list of revocations with that certificate on it, or with none; for ten days. */
  readonly revocationList: (revoked: string | null) => Promise<Buffer>;
}

export async function createPublicAuthority(name = 'Test', list = 'http://crl.test/1.crl'): Promise<PublicAuthority> {
  const root = await createSigner(`${name} Root`, null);
  const intermediate = await createSigner(`${name} Intermediate`, root);
  return {
    pem: pemOf(root.certificate),
    issue: (names, days = 90) => issue(intermediate, names, { days, list }),
    issueBy: async (intermediateDays, names) =>
      issue(await createSigner(`${name} Old Intermediate`, root, intermediateDays), names, { days: 90, list }),
    async revocationList(revoked) {
      const others = Array.from({ length: 300 }, newSerialNumber);
      const own = revoked === null ? [] : [new x509.X509Certificate(revoked).serialNumber];
      const made = await x509.X509CrlGenerator.create({
        issuer: intermediate.certificate.subjectName,
        thisUpdate: new Date(Date.now() - DAY_MS),
        nextUpdate: new Date(Date.now() + 9 * DAY_MS),
        entries: [...others, ...own].map((serialNumber) => ({ serialNumber, revocationDate: new Date(REVOKED_AT) })),
        signingAlgorithm: ALGORITHM,
        signingKey: intermediate.keys.privateKey,
      });
      return Buffer.from(made.rawData);
    },
  };
}
