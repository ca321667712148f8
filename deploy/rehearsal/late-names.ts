/** A domain that is delegated after the machine has come up: the first order fails, and nobody touches the machine. */
import { certificatesStatus, orderAnew } from './certificates';
import { type Machine } from './machine';
import { type Report } from './report';
import { type Surroundings } from './surroundings';
import { waitFor } from './waits';

const BAR_SECONDS = 60;

export async function rehearseLateNames(
  report: Report,
  { machine, surroundings: { names } }: { machine: Machine; surroundings: Surroundings },
): Promise<void> {
  try {
    await names.lead(machine.outside);
    await orderAnew(machine);
    await waitFor({ what: 'the first order to fail', seconds: 120 }, async () => {
      const { attempts } = await certificatesStatus(machine);
      return attempts.some(({ outcome, reached }) => outcome === 'failed' && reached === false) ? true : null;
    });
  } finally {
    await names.lead(machine.address, machine.address6);
  }
  const leadHereAtMs = performance.now();
  await waitFor({ what: 'a certificate, now that the names lead to the machine', seconds: 180 }, async () =>
    (await certificatesStatus(machine)).certificate ? true : null,
  );
  const seconds = (performance.now() - leadHereAtMs) / 1_000;
  report.find(
    'names that lead here late → certificate',
    `${seconds.toFixed(1)} s (bar: ${BAR_SECONDS} s)`,
    seconds <= BAR_SECONDS,
  );
}
