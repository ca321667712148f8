/** A root, an intermediate and a leaf that say nothing of their keys' identifiers, as small companies' CAs make them. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { Validity } from '../../../../server/certificates/issue';
import { daysFrom, NOW } from './temporary';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const VALIDITY: Validity = { notBefore: NOW, notAfter: daysFrom(NOW, 90) };

interface Chain {
  readonly key: string;
  readonly leaf: string;
  readonly intermediate: string;
  /** Of the same name, with another key. */
  readonly stranger: string;
  readonly root: string;
}

const generate = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

async function issue(
  [subject, keys]: readonly [string, webcrypto.CryptoKeyPair],
  [issuer, signing]: readonly [string, webcrypto.CryptoKeyPair],
  validity: Validity = VALIDITY,
): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${subject}`,
    issuer: `CN=${issuer}`,
    ...validity,
    publicKey: keys.publicKey,
    signingKey: signing.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(subject !== 'leaf', undefined, true)],
  });
  return `${certificate.toString('pem')}\n`;
}

export async function issueChain(options: { readonly intermediate?: Validity } = {}): Promise<Chain> {
  const [root, middle, stranger, leaf] = await Promise.all([generate(), generate(), generate(), generate()]);
  const key = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', leaf.privateKey), 'PRIVATE KEY');
  return {
    key: `${key}\n`,
    leaf: await issue(['leaf', leaf], ['middle', middle]),
    intermediate: await issue(['middle', middle], ['root', root], options.intermediate),
    stranger: await issue(['middle', stranger], ['root', root]),
    root: await issue(['root', root], ['root', root], { notBefore: daysFrom(NOW, -9), notAfter: daysFrom(NOW, -1) }),
  };
}
