import { insideOf } from '../context';
import { readDisk } from '../host-files';
import { probe, type AnyProbe } from '../probe';

const disk = probe({
  fact: 'disk',
  layer: 'host',
  view: 'inside',
  deadlineMs: 2_000,
  after: [],
  gather: (context) => readDisk(insideOf(context).config.dataDir),
});

export const HOST_PROBES: readonly AnyProbe[] = [disk];
