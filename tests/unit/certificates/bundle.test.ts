import {
  BundleError,
  type Bundle,
  chainsTo,
  formatBundle,
  namesNotCovered,
  parseBundle,
} from '../../../server/certificates/bundle';
import { issueAuthority, issueServerCertificate, type KeyAndCertificate } from '../../../server/certificates/issue';
import { issueChain } from './support/chain';
import { daysFrom, NOW } from './support/temporary';

const validity = { notBefore: NOW, notAfter: daysFrom(NOW, 90) };
const NAMES = ['essence-aura.test', 'app.essence-aura.test', '127.0.0.1', '::1'];

const bundleOf = (pair: KeyAndCertificate): Bundle => parseBundle(formatBundle('x', pair));

const createAuthority = () =>
  issueAuthority({ ...validity, commonName: 'Test CA', permitted: ['test', '127.0.0.0/8', '::1/128'] });

test('a bundle keeps key, chain, origin, dates and names', async () => {
  const authority = await createAuthority();
  const pair = await issueServerCertificate({ ...validity, names: NAMES, authority });
  const bundle = parseBundle(
    formatBundle('acme https://ca.test/directory', { ...pair, chain: pair.chain + authority.chain }),
  );
  expect(bundle).toMatchObject({ origin: 'acme https://ca.test/directory', ...validity });
  expect(bundle.names).toContain('app.essence-aura.test');
  expect(bundle.chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(bundle.key).toContain('PRIVATE KEY');
});

test('a key of another order is refused', async () => {
  const [one, other] = await Promise.all([
    issueServerCertificate({ ...validity, names: NAMES }),
    issueServerCertificate({ ...validity, names: NAMES }),
  ]);
  expect(() => bundleOf({ key: one.key, chain: other.chain })).toThrow(
    'the private key belongs to another certificate',
  );
});

test('a chain in the wrong order is refused', async () => {
  const [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
  const pair = await issueServerCertificate({ ...validity, names: NAMES, authority });
  const chain = pair.chain + authority.chain + (await issueServerCertificate({ ...validity, names: NAMES })).chain;
  expect(() => bundleOf({ ...pair, chain })).toThrow('not in order');
  expect(stranger.chain).not.toBe(authority.chain);
});

test('a certificate of the name, but not the key, of the one that signed is none that signed', async () => {
  const { key, leaf, intermediate, stranger } = await issueChain();
  expect(bundleOf({ key, chain: leaf + intermediate }).chain).toContain('CERTIFICATE');
  expect(() => bundleOf({ key, chain: leaf + stranger })).toThrow(
    'not in order: each must be followed by the one that signed it',
  );
});

test('a chain that begins with another than the key’s certificate is told from one that lacks it', async () => {
  const { key, leaf, intermediate, root } = await issueChain();
  expect(() => bundleOf({ key, chain: root + intermediate + leaf })).toThrow(
    'not in order: that of the key must come first',
  );
});

test('a certificate that stands twice counts once, and one in the file of the key not at all', async () => {
  const [{ key, leaf, intermediate }, other] = await Promise.all([issueChain(), issueChain()]);
  const usual = bundleOf({ key, chain: leaf + intermediate });
  expect(bundleOf({ key, chain: leaf + leaf + intermediate + intermediate })).toEqual(usual);
  expect(bundleOf({ key: key + other.leaf, chain: leaf + intermediate })).toEqual(usual);
});

test.each(['', '# origin: x\n', 'rubbish', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
  'what is no bundle is refused with a reason: %j',
  (text) => {
    expect(() => parseBundle(text)).toThrow(BundleError);
  },
);

test('names that the certificate lacks are found, addresses too, and a wildcard covers one label', async () => {
  const pair = await issueServerCertificate({ ...validity, names: [...NAMES, '*.wild.test'] });
  const bundle = bundleOf(pair);
  expect(namesNotCovered(bundle, NAMES)).toEqual([]);
  expect(namesNotCovered(bundle, ['www.essence-aura.test', '127.0.0.2', 'a.wild.test', 'a.b.wild.test'])).toEqual([
    'www.essence-aura.test',
    '127.0.0.2',
    'a.b.wild.test',
  ]);
});

test('a bundle counts as trusted only when its chain ends at a root that is known, by signature', async () => {
  const [authority, sameName] = await Promise.all([createAuthority(), createAuthority()]);
  const bundle = bundleOf(await issueServerCertificate({ ...validity, names: NAMES, authority }));
  expect(chainsTo(bundle, [sameName.chain, authority.chain])).toBe(true);
  expect(chainsTo(bundle, [sameName.chain])).toBe(false);
  expect(chainsTo(bundle, [])).toBe(false);
});
