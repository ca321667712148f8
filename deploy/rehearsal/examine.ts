import { z } from 'zod';
import { type Shop } from './customer';
import { type Machine } from './machine';
import { type Report } from './report';

const ROOTS = '/run/rehearsed-authority.pem';
const reportOfDoctor = z.object({
  tookMs: z.number(),
  layers: z.array(z.object({ layer: z.string(), state: z.enum(['well', 'fault', 'unknown']) })),
  findings: z.array(z.object({ id: z.string(), expert: z.string() })),
});

/** Mails of the rehearsal go to files, which is the one thing that a doctor has to say of it. */
const SAID_OF_IT = 'PROC-23';

/** The doctor on a machine that is well. The authority of the rehearsal is in no browser. */
export async function rehearseDoctor(report: Report, machine: Machine, { ca }: Shop): Promise<void> {
  await machine.put(ca, ROOTS);
  const command = `chmod 0644 ${ROOTS} && essence-aura-doctor --json --roots ${ROOTS}`;
  const { stdout, stderr } = await machine.run(command, { what: "the doctor's report", seconds: 60 });
  if (!stdout.startsWith('{')) throw new Error(`the doctor says nothing: ${stderr.trim()}`);
  const { tookMs, layers, findings } = reportOfDoctor.parse(JSON.parse(stdout));
  const seen = layers.filter(({ state }) => state !== 'unknown').map(({ layer }) => layer);
  const found = findings.filter(({ id }) => id !== SAID_OF_IT).map(({ id, expert }) => `${id}, ${expert}`);
  const isSaid = findings.some(({ id }) => id === SAID_OF_IT);
  report.find(
    'the doctor, on the machine',
    found.join('; ') ||
      `healthy, but for mails that go to files: ${seen.length} of ${layers.length} layers looked at in ${(tookMs / 1_000).toFixed(1)} s`,
    found.length === 0 && isSaid && seen.length > 0,
  );
}
