import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { certificateIdOf } from '../../../server/certificates/renewal-info';
import { NOW } from './support/temporary';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Of the example in RFC 9773. */
const KEY_IDENTIFIER = '69885b6b87464041e1b37b847ba0ae2cde01c8d4';

async function certificateWith(serialNumber: string, extensions: x509.Extension[]): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const options = { serialNumber, name: 'CN=x', notBefore: NOW, notAfter: NOW, keys, signingAlgorithm: ALGORITHM };
  return (await x509.X509CertificateGenerator.createSelfSigned({ ...options, extensions })).toString('pem');
}

const issuer = new x509.AuthorityKeyIdentifierExtension(KEY_IDENTIFIER);

test.each([
  // RFC 9773, 4.1: a serial number whose first bit is set keeps its zero byte.
  ['0087654321', 'AIdlQyE'],
  ['87654321', 'AIdlQyE'],
  ['07654321', 'B2VDIQ'],
  ['01', 'AQ'],
])(
  'the name under which a CA knows a certificate is made of its issuer’s key and its serial number: %s',
  async (serial, encoded) => {
    const pem = await certificateWith(serial, [issuer]);
    expect(certificateIdOf(pem)).toBe(`aYhba4dGQEHhs3uEe6CuLN4ByNQ.${encoded}`);
  },
);

test('it does not exist where the issuer’s key is not named', async () => {
  expect(certificateIdOf(await certificateWith('01', []))).toBeNull();
});
