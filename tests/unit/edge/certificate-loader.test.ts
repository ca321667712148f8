import { loadCertificate, type ServedCertificate } from '../../../server/edge/certificate-loader';

const facts = { names: ['essence-aura.test'], trustedRoots: [], now: new Date() };
const served: ServedCertificate = {
  key: 'key',
  chain: 'chain',
  bundle: { names: ['essence-aura.test'] } as never,
  trusted: true,
  ticketKey: Buffer.from('before'),
};
const reader = (ticketKey: () => Promise<Buffer | null>) => ({
  load: () => Promise.resolve(null),
  loadTicketKey: ticketKey,
});

test('an empty store is no fault at first: a self-signed certificate answers, with the store’s ticket key', async () => {
  const ticketKey = Buffer.from('tickets');
  const { certificate, problem } = await loadCertificate(
    reader(() => Promise.resolve(ticketKey)),
    null,
    facts,
  );
  expect(certificate).toMatchObject({ bundle: null, trusted: false, ticketKey });
  expect(certificate.chain).toContain('BEGIN CERTIFICATE');
  expect(problem).toBe('');
});

test('a store that has lost its certificate and its ticket key changes nothing, and both are said', async () => {
  const lost = reader(() => Promise.reject(new Error('EACCES')));
  const { certificate, problem } = await loadCertificate(lost, served, facts);
  expect(certificate).toEqual(served);
  expect(problem).toMatch(/ticket.*EACCES; it holds no certificate any more/);
});
