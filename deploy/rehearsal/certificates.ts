/** The certificates on the machine, as they themselves say, and how a rehearsal has them begin anew. */
import { z } from 'zod';
import { type Machine } from './machine';

const DIRECTORY = '/var/lib/essence-aura/certificates';

const statusSchema = z.object({
  certificate: z.object({ names: z.array(z.string()) }).nullable(),
  attempts: z.array(z.object({ outcome: z.string(), reached: z.boolean().nullable() })),
});

/** As on a machine that never had one. The edge goes on with the one it has loaded. */
export async function orderAnew(machine: Machine): Promise<void> {
  await machine.runOrThrow(
    `essence-aura-run pm2 --silent stop certificates; rm -rf ${DIRECTORY}.before; mv ${DIRECTORY} ${DIRECTORY}.before; ` +
      'essence-aura-run pm2 --silent restart certificates',
    { what: 'the certificates to begin anew', seconds: 60 },
  );
}

export async function certificatesStatus(machine: Machine): Promise<z.infer<typeof statusSchema>> {
  const what = 'what the certificates say';
  return statusSchema.parse(
    JSON.parse(await machine.runOrThrow(`cat ${DIRECTORY}/status.json`, { what, seconds: 60 })),
  );
}
