/** What the machine's own programs write down for the shop, and what its disk says. */
import { readFile, statfs } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Backups } from '../../health/facts/backups';
import type { Confirmations } from '../../health/facts/confirmations';
import type { Disk } from '../../health/facts/host';
import { isMissing } from '../../process/error-code';

/** @throws Error where it can't be told */
export async function readDisk(directory: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(directory);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

export interface BackupStatus extends Backups {
  readonly file: string | null;
  readonly bytes: number | null;
}

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const schema = z
  .object({
    at: moment.nullable().default(null),
    file: z.string().nullable().default(null),
    bytes: z.number().nullable().default(null),
    reason: z.string().nullable().default(null),
    problems: z.record(z.string(), z.string().nullable()).nullish(),
    verified: z.object({ at: moment }).nullish(),
  })
  .transform(({ problems, verified, ...status }): BackupStatus => ({
    ...status,
    problems: problems ?? {},
    verifiedAt: verified?.at ?? null,
  }));

const confirmations = z.object({ at: moment, open: z.array(z.string()) });

/** null where nobody asks AWS, or what it said can't be read: whoever writes it, writes it anew. */
export async function readConfirmations(dataDir: string): Promise<Confirmations | null> {
  try {
    return confirmations.parse(JSON.parse(await readFile(path.join(dataDir, 'confirmations.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** null while there is none. What can't be read is told as its reason. */
export async function readBackup(dataDir: string): Promise<BackupStatus | null> {
  const file = path.join(dataDir, 'backups', 'status.json');
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (isMissing(error)) return null;
    const reason = `${file} can't be read`;
    return { at: null, file: null, bytes: null, reason, problems: {}, verifiedAt: null };
  }
}
