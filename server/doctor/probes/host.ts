import { statfs } from 'node:fs/promises';
import type { Disk } from '../../health/facts/host';
import { insideOf } from '../context';
import { probe, type AnyProbe } from '../probe';

export async function readDisk(directory: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(directory);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

const disk = probe({
  fact: 'disk',
  layer: 'host',
  view: 'inside',
  deadlineMs: 2_000,
  after: [],
  gather: (context) => readDisk(insideOf(context).config.dataDir),
});

export const HOST_PROBES: readonly AnyProbe[] = [disk];
