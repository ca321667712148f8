/** Keys and certificates of our own: the development CA's, its leaves' and the self-signed one. EC P-256 throughout. */
import 'reflect-metadata';
import { createHash, randomBytes, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

export interface KeyAndCertificate {
  /** PKCS #8, PEM. */
  readonly key: string;
  readonly chain: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

type KeyPair = webcrypto.CryptoKeyPair;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const SERVER_AUTH = x509.ExtendedKeyUsage.serverAuth;

const generateKeyPair = (): Promise<KeyPair> => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

async function keyToPem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY') + '\n';
}

async function pemToKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = x509.PemConverter.decodeFirst(pem);
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
}

/** 127 random bits: positive, as RFC 5280 asks, and never the same twice. */
function newSerialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes.readUInt8(0) & 0x7f) | 0x01;
  return bytes.toString('hex');
}

const certificateToPem = (certificate: x509.X509Certificate): string => certificate.toString('pem') + '\n';

const alternativeNames = (names: readonly string[]) =>
  new x509.SubjectAlternativeNameExtension(
    names.map((name) => (isIP(name) ? { type: 'ip', value: name } : { type: 'dns', value: name })),
  );

/** One DER element; every length here is short (below 65,536). */
function der(tag: number, ...content: Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

/** RFC 5280, 4.2.1.10: a CA that a developer trusts on her machine must not be able to speak for anyone else's site. */
export function nameConstraints(permitted: readonly string[]): x509.Extension {
  const sequence = 0x30;
  const permittedSubtrees = 0xa0;
  const subtrees = permitted.map((name) => {
    const general = new x509.GeneralName(name.includes('/') ? 'ip' : 'dns', name);
    return der(sequence, new Uint8Array(general.rawData));
  });
  return new x509.Extension('2.5.29.30', true, der(sequence, der(permittedSubtrees, ...subtrees)));
}

/** @param permitted DNS names, with everything below them, and IP ranges such as `127.0.0.0/8` */
export async function issueAuthority(
  options: Validity & { readonly commonName: string; readonly permitted: readonly string[] },
): Promise<KeyAndCertificate> {
  const keys = await generateKeyPair();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerialNumber(),
    name: [{ O: ['Essence Aura'] }, { CN: [options.commonName] }],
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      nameConstraints(options.permitted),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await keyToPem(keys.privateKey), chain: certificateToPem(certificate) };
}

/** A server's certificate with a fresh key, signed by the authority, or by itself where there is none. */
export async function issueServerCertificate(
  options: Validity & { readonly names: readonly string[]; readonly authority?: KeyAndCertificate },
): Promise<KeyAndCertificate> {
  const { names, authority } = options;
  const keys = await generateKeyPair();
  const issuer = authority ? new x509.X509Certificate(authority.chain) : null;
  const subject = [{ O: ['Essence Aura'] }, { CN: [commonNameOf(names)] }];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject,
    issuer: issuer ? issuer.subjectName : subject,
    notBefore: options.notBefore,
    notAfter: options.notAfter,
    publicKey: keys.publicKey,
    signingKey: authority ? await pemToKey(authority.key) : keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([SERVER_AUTH]),
      alternativeNames(names),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(issuer ? [await x509.AuthorityKeyIdentifierExtension.create(issuer)] : []),
    ],
  });
  return { key: await keyToPem(keys.privateKey), chain: certificateToPem(certificate) };
}

/** X.520 allows a common name 64 characters; browsers read only the alternative names. */
const commonNameOf = (names: readonly string[]): string => (names[0] ?? 'localhost').slice(0, 64);

export function hasNameConstraints(certificatePem: string, permitted: readonly string[]): boolean {
  const wanted = Buffer.from(nameConstraints(permitted).value);
  const found = new x509.X509Certificate(certificatePem).getExtension('2.5.29.30');
  return found !== null && Buffer.from(found.value).equals(wanted);
}

/** Lower-case hexadecimal SHA-256 of the first certificate in the PEM. */
export function fingerprintOf(pem: string): string {
  return createHash('sha256').update(new NodeCertificate(pem).raw).digest('hex');
}
