/** Backups are the host's own commands (deploy/host): run here if this is the host, else on the one asked for. */
import { existsSync } from 'node:fs';
import type { RunProgram } from '../release/run-program';
import { transportTo, UsageError, type Asked } from '../release/target';
import type { Transport } from '../release/transport';

export const BACKUP_COMMAND = '/usr/local/sbin/essence-aura-backup';
export const RESTORE_COMMAND = '/usr/local/sbin/essence-aura-restore';
/** A database of many gigabytes takes its time; whoever waits can always stop waiting. */
const LOCAL_TIMEOUT_MS = 6 * 60 * 60_000;

type Runner = Pick<Transport, 'target' | 'run'>;

export interface HostOptions {
  readonly asked: Pick<Asked, 'host' | 'stack' | 'sshConfig' | 'to'>;
  readonly run: RunProgram;
  readonly root: string;
  readonly isRoot: boolean;
  readonly exists?: (file: string) => boolean;
}

export async function hostOf({ asked, run, root, isRoot, exists = existsSync }: HostOptions): Promise<Runner> {
  if (asked.host !== null || asked.stack !== null || !exists(RESTORE_COMMAND)) return transportTo(asked, run, root);
  return {
    target: 'this machine',
    async run(command, onLine) {
      const [program = '', ...args] = isRoot ? command : ['sudo', '--', ...command];
      await run(program, args, { timeoutMs: LOCAL_TIMEOUT_MS, onLine });
    },
  };
}

/** Nothing is asked by the host: over Systems Manager nobody could answer. @throws UsageError */
export function restoreCommand(asked: Pick<Asked, 'to'>): readonly string[] {
  if (asked.to === null) throw new UsageError('to when? npm run restore -- --to "2026-11-20 13:00"');
  return [RESTORE_COMMAND, '--to', asked.to, '--yes'];
}
