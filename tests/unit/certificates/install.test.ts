import pino from 'pino';
import { install } from '../../../server/certificates/install';
import { issueServerCertificate } from '../../../server/certificates/issue';
import { createCertificateStore, type CertificateStore } from '../../../server/certificates/store';
import { withDirectory } from '../../setup/directory';
import { createFakeSource, NAMES, ORIGIN } from './support/simulation';
import { createManualClock, daysFrom, NOW } from './support/temporary';

const logger = pino({ level: 'silent' });
const source = createFakeSource({ clock: createManualClock() });
const directory = withDirectory();
let store: CertificateStore;
beforeEach(async () => {
  store = createCertificateStore(directory.path);
  await store.prepare(NOW);
});

async function obtainedFor(names: readonly string[], days = 90) {
  const validity = { notBefore: daysFrom(NOW, days - 90), notAfter: daysFrom(NOW, days) };
  return { origin: ORIGIN, pair: await issueServerCertificate({ names, ...validity }), settled: jest.fn() };
}

test.each([
  ['none', null, 'other.test'],
  ['one that has expired', -1, 'other.test'],
  ['one that is valid', 80, NAMES[0]!],
])(
  'a certificate with a flaw is refused with its reason, and served only where there is %s',
  async (_what, days, served) => {
    if (days !== null) await store.install(ORIGIN, (await obtainedFor(NAMES, days)).pair, NOW);
    const flawed = await obtainedFor(['other.test']);
    await expect(install(flawed, { source, store, now: NOW, logger })).rejects.toMatchObject({
      message: 'the new certificate is of no use: the one in use lacks essence-aura.test',
      options: { ordered: true, issued: true },
    });
    expect((await store.load(NOW))?.bundle.names).toEqual([served]);
    expect(flawed.settled).toHaveBeenCalledTimes(1);
  },
);
