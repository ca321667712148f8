import { stagingDirectoryOf } from '../../../server/certificates/acme-directory';

test('the staging directory is known of Let’s Encrypt, and of nobody else: a private CA has none, staging is its own', () => {
  const staging = 'https://acme-staging-v02.api.letsencrypt.org/directory';
  expect(stagingDirectoryOf('https://acme-v02.api.letsencrypt.org/directory')).toBe(staging);
  expect(stagingDirectoryOf(staging)).toBeNull();
  expect(stagingDirectoryOf('https://ca.test/directory')).toBeNull();
});
