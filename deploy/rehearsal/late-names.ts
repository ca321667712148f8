/** A domain that is delegated after the machine has come up: the first order fails, and nobody touches the machine. */
import { z } from 'zod';
import { type Machine } from './machine';
import { type Report } from './report';
import { type Surroundings } from './surroundings';
import { waitFor } from './waits';

const BAR_SECONDS = 60;
const CERTIFICATES = '/var/lib/essence-aura/certificates';

const statusSchema = z.object({
  certificate: z.object({}).nullable(),
  attempts: z.array(z.object({ outcome: z.string(), reached: z.boolean().nullable() })),
});

export async function rehearseLateNames(
  report: Report,
  { machine, surroundings, names }: { machine: Machine; surroundings: Surroundings; names: readonly string[] },
): Promise<void> {
  const command = (text: string, what: string) => machine.runOrThrow(text, { what, seconds: 60 });
  const status = async () =>
    statusSchema.parse(JSON.parse(await command(`cat ${CERTIFICATES}/status.json`, 'what the certificates say')));
  const lead = async (to: string, to6?: string): Promise<void> => {
    await surroundings.pebble.setAddress(to, to6);
    // The machine asks its own file first.
    await command(`sed --in-place 's/^.* ${names.join(' ')}$/${to} ${names.join(' ')}/' /etc/hosts`, 'the names');
  };
  try {
    await lead(machine.outside);
    await command(
      `essence-aura-run pm2 --silent stop certificates; mv ${CERTIFICATES} ${CERTIFICATES}.before; ` +
        'essence-aura-run pm2 --silent restart certificates',
      'the certificates to begin anew',
    );
    await waitFor({ what: 'the first order to fail', seconds: 120 }, async () =>
      (await status()).attempts.some(({ outcome, reached }) => outcome === 'failed' && reached === false) ? true : null,
    );
  } finally {
    await lead(machine.address, machine.address6);
  }
  const leadHereAtMs = performance.now();
  await waitFor({ what: 'a certificate, now that the names lead to the machine', seconds: 180 }, async () =>
    (await status()).certificate ? true : null,
  );
  const seconds = (performance.now() - leadHereAtMs) / 1_000;
  report.find(
    'names that lead here late → certificate',
    `${seconds.toFixed(1)} s (bar: ${BAR_SECONDS} s)`,
    seconds <= BAR_SECONDS,
  );
}
