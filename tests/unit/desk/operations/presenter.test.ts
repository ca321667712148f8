import { planRenewal } from '../../../../server/certificates/renewal';
import { cleanStatus } from '../../../../server/certificates/status';
import { presentCertificate } from '../../../../server/desk/operations/presenter';
import type { TimedWording } from '../../../../server/desk/web/format';

const NOW = new Date('2026-11-23T03:00:00Z');
const inDays = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const wording = {
  text: (key: string) => key,
  format: { time: (at: Date) => at.toISOString() },
  now: NOW,
} as unknown as TimedWording;

test.each([
  [6, 1.1, false],
  [6, 0.9, true],
  [90, 16, false],
  [90, 14, true],
])('of %d days of life %f that are left, with a renewal that failed, stand out: %s', (days, left, wrong) => {
  const from = { notBefore: inDays(left - days), notAfter: inDays(left) };
  const facts = presentCertificate(
    {
      ...cleanStatus('acme', null, NOW),
      certificate: { ...from, fingerprint: 'ab', origin: 'acme', names: ['essence-aura.com'], issuer: 'CA' },
      renewal: planRenewal({ ...from, fingerprint: 'ab' }, null),
      reason: 'the CA was not asked',
    },
    wording,
  );
  expect(facts.find(({ label }) => label === 'deskOperations:certificate.until')?.wrong).toBe(wrong);
});
