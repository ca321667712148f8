import { stat } from 'node:fs/promises';
import path from 'node:path';
import { insideOf } from '../context';
import { readBackup, readConfirmations } from '../inside/host-files';
import { probe, type AnyProbe } from '../probe';

const common = { view: 'inside', deadlineMs: 2_000, after: [] } as const;

const backups = probe({
  ...common,
  fact: 'backups',
  layer: 'backups',
  async gather(context) {
    const { dataDir } = insideOf(context).config;
    const status = await readBackup(dataDir);
    return status && { ...status, since: (await stat(path.join(dataDir, 'backups'))).birthtime };
  },
});

const confirmations = probe({
  ...common,
  fact: 'confirmations',
  layer: 'cloud',
  gather: (context) => readConfirmations(insideOf(context).config.dataDir),
});

export const BACKUPS_PROBES: readonly AnyProbe[] = [backups, confirmations];
