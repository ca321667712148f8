import { BundleError, chainsTo, formatBundle, namesNotCovered, parseBundle } from '../../../server/certificates/bundle';
import { issueAuthority, issueServerCertificate } from '../../../server/certificates/issue';
import { daysFrom, NOW } from './support/temporary';

const validity = { notBefore: NOW, notAfter: daysFrom(NOW, 90) };
const NAMES = ['essence-aura.test', 'app.essence-aura.test', '127.0.0.1', '::1'];

const createAuthority = () =>
  issueAuthority({ ...validity, commonName: 'Test CA', permitted: ['test', '127.0.0.0/8', '::1/128'] });

describe('a bundle', () => {
  test('keeps key, chain, origin, dates and names', async () => {
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
    expect(() => parseBundle(formatBundle('x', { key: one.key, chain: other.chain }))).toThrow(
      'the private key belongs to another certificate',
    );
  });

  test('a chain in the wrong order is refused', async () => {
    const [authority, stranger] = await Promise.all([createAuthority(), createAuthority()]);
    const pair = await issueServerCertificate({ ...validity, names: NAMES, authority });
    const chain = pair.chain + authority.chain + (await issueServerCertificate({ ...validity, names: NAMES })).chain;
    expect(() => parseBundle(formatBundle('x', { ...pair, chain }))).toThrow('not in order');
    expect(stranger.chain).not.toBe(authority.chain);
  });

  test.each(['', '# origin: x\n', 'rubbish', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'])(
    'what is no bundle is refused with a reason: %j',
    (text) => {
      expect(() => parseBundle(text)).toThrow(BundleError);
    },
  );

  test('names the certificate lacks are found, addresses too, and a wildcard covers one label', async () => {
    const pair = await issueServerCertificate({ ...validity, names: [...NAMES, '*.wild.test'] });
    const bundle = parseBundle(formatBundle('x', pair));
    expect(namesNotCovered(bundle, NAMES)).toEqual([]);
    expect(namesNotCovered(bundle, ['www.essence-aura.test', '127.0.0.2', 'a.wild.test', 'a.b.wild.test'])).toEqual([
      'www.essence-aura.test',
      '127.0.0.2',
      'a.b.wild.test',
    ]);
  });

  test('it counts as trusted only when its chain ends at a root that is known, by signature', async () => {
    const [authority, sameName] = await Promise.all([createAuthority(), createAuthority()]);
    const bundle = parseBundle(
      formatBundle('x', await issueServerCertificate({ ...validity, names: NAMES, authority })),
    );
    expect(chainsTo(bundle, [sameName.chain, authority.chain])).toBe(true);
    expect(chainsTo(bundle, [sameName.chain])).toBe(false);
    expect(chainsTo(bundle, [])).toBe(false);
  });
});
