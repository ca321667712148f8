import { stat } from 'node:fs/promises';
import path from 'node:path';
import { insideOf } from '../context';
import { readBackup, readConfirmations } from '../inside/host-files';
import { probe, type AnyProbe } from '../probe';

const common = { view: 'inside', deadlineMs: 5_000, after: [] } as const;

const NEVER = { at: null, file: null, bytes: null, reason: null, problems: {}, verifiedAt: null } as const;

const backups = probe({
  ...common,
  fact: 'backups',
  layer: 'backups',
  async gather(context) {
    const { dataDir, mode } = insideOf(context).config;
    const status = await readBackup(dataDir);
    if (!status && mode === 'development') throw new Error('nobody makes backups here');
    const { birthtime } = await stat(status ? path.join(dataDir, 'backups') : dataDir);
    return { ...(status ?? NEVER), since: birthtime };
  },
});

const confirmations = probe({
  ...common,
  fact: 'confirmations',
  layer: 'mail',
  async gather(context) {
    const asked = await readConfirmations(insideOf(context).config.dataDir);
    if (!asked) throw new Error('nobody asks AWS here');
    return asked;
  },
});

export const BACKUPS_PROBES: readonly AnyProbe[] = [backups, confirmations];
