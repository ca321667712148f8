import { projectPaths } from '../../config/paths';
import { readMigrations } from '../../db/migrate';
import type { Executor } from '../../db/pool';
import type { FactName, Facts } from '../../health/facts';
import { jobQueueOf, jobRunsOf, outboxOf, reachDatabase, stateOf, withDatabase } from '../inside/database';
import { probe, type AnyProbe } from '../probe';

const DEADLINE_MS = 10_000;
const common = { view: 'inside', deadlineMs: DEADLINE_MS } as const;

const databaseReach = probe({
  ...common,
  fact: 'databaseReach',
  layer: 'database',
  after: [],
  gather: (context) => reachDatabase(context),
});

const knownMigration = probe({
  ...common,
  fact: 'knownMigration',
  layer: 'database',
  after: [],
  gather: async () => (await readMigrations(projectPaths().migrations)).length,
});

/** Where the database can't be asked, one row says so, and these say nothing. */
const asked = <N extends FactName>(
  fact: N,
  layer: AnyProbe['layer'],
  read: (db: Executor) => Promise<Facts[N]>,
): AnyProbe =>
  probe<N, 'databaseReach'>({
    ...common,
    fact,
    layer,
    after: ['databaseReach'],
    gather: (context, { databaseReach: { error } }) => {
      if (error !== null) throw new Error('the database can not be asked');
      return withDatabase(context, read);
    },
  });

export const DATABASE_PROBES: readonly AnyProbe[] = [
  ...[databaseReach, knownMigration, asked('databaseState', 'database', stateOf)],
  ...[asked('outbox', 'mail', outboxOf), asked('jobQueue', 'processes', jobQueueOf)],
  asked('jobRuns', 'processes', jobRunsOf),
];
