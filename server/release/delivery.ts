/** `npm run deploy`, from a build to a release that is live, as the operator sees it. */
import type { Steps } from '../process/steps';
import type { Artefact } from './artefact';
import type { Transport } from './transport';

const RECEIVE = '/usr/local/sbin/essence-aura-receive';
const ROLL_BACK = '/usr/local/sbin/essence-aura-rollback';
const MEGABYTE = 1_000_000;

/** @throws when it is not live; what the host said has been shown by then */
export async function deliver(artefact: Artefact, transport: Transport, steps: Steps): Promise<void> {
  const { file, sha256, bytes } = artefact;
  try {
    const place = await steps.run(
      'upload',
      () => transport.put(file),
      () => `${(bytes / MEGABYTE).toFixed(1)} MB to ${transport.target}`,
    );
    await transport.run([RECEIVE, place, sha256], (line) => steps.note(line));
  } finally {
    await transport.end?.().catch(() => undefined);
  }
  const { announce } = transport;
  if (!announce) return;
  await steps.run(
    'bucket',
    () => announce(artefact),
    () => 'a machine made anew opens with it',
  );
}

/** @param to null: the release before */
export async function rollBack(to: string | null, transport: Transport, steps: Steps): Promise<void> {
  const command = to === null ? [ROLL_BACK] : [ROLL_BACK, to];
  await transport.run(command, (line) => steps.note(line)).finally(() => transport.end?.());
}
