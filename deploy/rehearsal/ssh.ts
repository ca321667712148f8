/** An operator's key, and the road that `npm run deploy -- user@host` takes with it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runProgram } from '../../server/release/run-program';
import { createSshTransport } from '../../server/release/ssh-transport';
import { type Transport } from '../../server/release/transport';
import { runOrThrow } from './waits';

export interface Operator {
  readonly publicKey: string;
  /** The host's own key is taken at its word the first time, and held to it after that. */
  roadTo(address: string): Promise<Transport>;
  forget(): Promise<void>;
}

/** As Debian calls it on its images for EC2. */
const USER = 'admin';

export async function createOperator(): Promise<Operator> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'rehearsal-'));
  const key = path.join(directory, 'key');
  const args = ['-q', '-t', 'ed25519', '-N', '', '-C', 'rehearsal', '-f', key];
  await runOrThrow('ssh-keygen', args, { what: 'a key to be made', seconds: 20 });
  return {
    publicKey: (await readFile(`${key}.pub`, 'utf8')).trim(),
    async roadTo(address) {
      const configFile = path.join(directory, 'config');
      const lines = [
        'Host shop',
        `HostName ${address}`,
        `User ${USER}`,
        `IdentityFile ${key}`,
        'IdentitiesOnly yes',
        `UserKnownHostsFile ${path.join(directory, 'known_hosts')}`,
        'StrictHostKeyChecking accept-new',
      ];
      await writeFile(configFile, `${lines.join('\n')}\n`);
      return createSshTransport({ run: runProgram, target: 'shop', configFile });
    },
    forget: () => rm(directory, { recursive: true, force: true }),
  };
}
