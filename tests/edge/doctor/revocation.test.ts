/** Lists of revocations, made and signed by an authority and fetched as the doctor fetches them. */
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { revocationOf, revokedAt } from '../../../server/doctor/revocation';
import { createTestAuthority, listenOnLoopback } from '../support/edge';
import { createPublicAuthority, REVOKED_AT } from '../support/public-authority';

const now = new Date();
const chainOf = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g) ?? []).map((one) => new X509Certificate(one));

async function withList(answer: (list: { whole: Buffer }) => Buffer | number, isRevoked = true) {
  let body: Buffer | number = 404;
  const server = createServer((_request, response) => {
    if (typeof body === 'number') response.writeHead(body).end();
    else response.end(body);
  });
  const list = `http://127.0.0.1:${await listenOnLoopback(server)}/7.crl`;
  const authority = await createPublicAuthority('Test', list);
  const { chain } = await authority.issue(['shop.test']);
  body = answer({ whole: await authority.revocationList(isRevoked ? chain : null) });
  return { list, asked: revocationOf(chainOf(chain), { roots: [], now, signal: AbortSignal.timeout(9_000) }) };
}

test('a certificate that is on the list, and one that is not', async () => {
  const revoked = await withList(({ whole }) => whole);
  expect(await revoked.asked).toEqual({ list: revoked.list, revokedAt: new Date(REVOKED_AT) });
  const kept = await withList(({ whole }) => whole, false);
  expect(await kept.asked).toEqual({ list: kept.list, revokedAt: null });
});

/** One bit of what is signed, which is in the middle of the entries. */
function bent(whole: Buffer): Buffer {
  const other = Buffer.from(whole);
  other.writeUInt8(other.readUInt8(2_000) ^ 1, 2_000);
  return other;
}

test.each([
  ['is not there', () => 404, 'answers 404'],
  ['was changed on its way', ({ whole }: { whole: Buffer }) => bent(whole), 'not signed'],
  ['breaks off', ({ whole }: { whole: Buffer }) => whole.subarray(0, 900), 'breaks off'],
  ['is a page', () => Buffer.from('<html>'.repeat(50)), /./],
  ['has no end', () => Buffer.alloc(9 * 1024 ** 2), 'longer than 8 MB'],
])('a list that %s says nothing', async (_what, answer, why) => {
  const { asked } = await withList(answer);
  await expect(asked).rejects.toThrow(why);
});

test('one that is out of date, or of another authority, says nothing', async () => {
  const authority = await createPublicAuthority();
  const [leaf, issuer] = chainOf((await authority.issue(['shop.test'])).chain) as [X509Certificate, X509Certificate];
  const list = await authority.revocationList(null);
  const later = new Date(now.getTime() + 20 * 24 * 60 * 60 * 1000);
  expect(revokedAt(list, { leaf, issuer, now })).toBeNull();
  expect(() => revokedAt(list, { leaf, issuer, now: later })).toThrow('out of date');
  const foreign = await (await createPublicAuthority('Other')).revocationList(null);
  expect(() => revokedAt(foreign, { leaf, issuer, now })).toThrow('not signed');
});

test('a certificate that names no list, or came alone, is not asked about', async () => {
  const { chain } = await (await createTestAuthority()).issue(['shop.test']);
  const options = { roots: [], now, signal: AbortSignal.timeout(1_000) };
  expect(await revocationOf(chainOf(chain), options)).toBeNull();
  const [alone] = chainOf((await (await createPublicAuthority()).issue(['shop.test'])).chain);
  expect(await revocationOf([alone!], options)).toBeNull();
});
