/** Killed at any moment it begins again: until the one transaction that changes the catalogue nothing has happened. */
import type { Pool } from '../../../db/pool';
import { withTransaction } from '../../../db/transaction';
import type { Clock } from '../../../process/clock';
import { messageOf } from '../../../process/thrown';
import { recordChange } from '../../audit/service';
import { orderRedrawWhereChanged, type DrawingTools } from '../../perfumes';
import { FileFault } from '../fault';
import { applyPlan } from './apply';
import { lockNamed, selectSnapshot, type Mentioned } from './catalogue/queries';
import { drawAll } from './drawing';
import { findingsOf } from './findings';
import type { ImportFacts, Plan, Snapshot } from './model';
import { hashOf, planOf } from './plan';
import {
  beginWork,
  deleteFindings,
  deleteOldImports,
  endWork,
  holdImport,
  insertFindings,
  noteProgress,
  requeueStranded,
  type ImportWork,
  type Outcome,
} from './queries';
import { readTable, skuIn, slugIn, type Table } from './reading';

const MOST_ATTEMPTS = 5;
/** Work notes that it lives far more often. */
const STRANDED_MS = 60_000;
const HEARTBEAT_MS = 5_000;
const KEEP_MS = 90 * 24 * 60 * 60 * 1000;
const FINDINGS_A_STATEMENT = 1_000;

export type ImportWorker = ReturnType<typeof createImportWorker>;

/** What was seen is no more what would be done. */
class Stale extends Error {}

export function createImportWorker({ pool, clock, logger, pictures }: DrawingTools) {
  async function check(id: string, work: ImportWork): Promise<void> {
    const table = await readTable(work.content);
    const plan = planOf(table, await selectSnapshot(pool, namedIn(table)), optionsOf(work));
    const facts = factsOf(table, plan);
    const state = plan.faults.length > 0 ? 'faulty' : 'checked';
    await withTransaction(pool, async (tx) => {
      if (!(await holdImport(tx, id, 'checking'))) return;
      await deleteFindings(tx, id);
      const findings = findingsOf(plan);
      for (let at = 0; at < findings.length; at += FINDINGS_A_STATEMENT) {
        await insertFindings(tx, id, findings.slice(at, at + FINDINGS_A_STATEMENT));
      }
      await endWork(tx, id, { state, facts, planHash: hashOf(plan), now: clock.now() });
    });
  }

  async function carryOut(id: string, work: ImportWork, beat: Beat): Promise<void> {
    const table = await readTable(work.content);
    const named = namedIn(table);
    const seen = await selectSnapshot(pool, named);
    const plan = planAsSeen(table, seen, work);
    beat.total = plan.perfumes.length + plan.variants.length;
    const drawn = await drawAll(plan, seen, pictures, async () => {
      beat.done = Math.min(beat.done + 1, beat.total);
      await beat.note();
    });
    const actor = { staffId: work.staffId, name: work.actor, requestId: work.requestId };
    await withTransaction(pool, async (tx) => {
      if (!(await holdImport(tx, id, 'importing'))) return;
      await lockNamed(tx, named);
      const now = clock.now();
      const held = await selectSnapshot(tx, named);
      const agreed = planAsSeen(table, held, work);
      await applyPlan(tx, agreed, held, { actor, fileName: work.fileName, drawn, now });
      if (drawn.size > 0) await orderRedrawWhereChanged(tx, seen.houses, now);
      const changes = { perfumes: [null, agreed.perfumes.length], volumes: [null, agreed.variants.length] } as const;
      const subject = { kind: 'files', id, name: work.fileName } as const;
      await recordChange(tx, actor, { action: 'file.import', subject, changes }, now);
      await endWork(tx, id, { state: 'done', now });
    });
    logger.info({ import: id, perfumes: plan.perfumes.length, volumes: plan.variants.length }, 'products imported');
  }

  async function end(id: string, work: ImportWork, error: unknown): Promise<void> {
    const now = clock.now();
    // Not over what another worker made of it meanwhile: to that one's catalogue everything is stale.
    const endAs = (outcome: Omit<Outcome, 'now'>): Promise<void> =>
      withTransaction(pool, async (tx) => {
        if (await holdImport(tx, id, work.state)) await endWork(tx, id, { ...outcome, now });
      });
    if (error instanceof FileFault) {
      return endAs({ state: 'faulty', reason: error.code, facts: { fault: error.values } });
    }
    if (error instanceof Stale || isTaken(error)) return endAs({ state: 'stale' });
    if (work.attempts < MOST_ATTEMPTS) throw error;
    logger.error({ err: error, import: id }, 'an import is given up');
    await endAs({ state: 'broken', reason: messageOf(error) });
  }

  return {
    /** A file that is somebody else's, or over, is no error. */
    async work(id: string): Promise<void> {
      const work = await beginWork(pool, id, clock.now());
      if (!work) return;
      const beat = createBeat(pool, clock, id);
      try {
        await (work.state === 'checking' ? check(id, work) : carryOut(id, work, beat));
      } catch (error) {
        await end(id, work, error);
      } finally {
        beat.stop();
      }
    },
    async rescue(): Promise<void> {
      const stranded = await requeueStranded(pool, new Date(clock.now().getTime() - STRANDED_MS));
      if (stranded > 0) logger.warn({ imports: stranded }, 'imports that were cut off are begun again');
    },
    forgetOld: () => deleteOldImports(pool, new Date(clock.now().getTime() - KEEP_MS)),
  };
}

const optionsOf = ({ createdAt, keepsStock }: ImportWork) => ({ now: createdAt, keepsStock });

/** @throws Stale */
function planAsSeen(table: Table, snapshot: Snapshot, work: ImportWork): Plan {
  const plan = planOf(table, snapshot, optionsOf(work));
  if (plan.faults.length > 0 || hashOf(plan) !== work.planHash) throw new Stale();
  return plan;
}

function namedIn({ rows }: Table): Mentioned {
  const all = (names: readonly string[]): string[] => [...new Set(names.filter((name) => name !== ''))];
  return { slugs: all(rows.map(slugIn)), skus: all(rows.map(skuIn)) };
}

function factsOf({ source, columns }: Table, plan: Plan): ImportFacts {
  const all = [...plan.perfumes, ...plan.variants];
  return {
    ...source,
    columns,
    rows: plan.rows,
    error: plan.faults.length,
    moreFaults: plan.moreFaults,
    create: all.filter(({ stored }) => !stored).length,
    change: all.filter(({ stored }) => stored).length,
  };
}

/** Somebody made a perfume or a variant of that name while we were at it. */
const isTaken = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === '23505';

interface Beat {
  done: number;
  total: number;
  note(): Promise<void>;
  stop(): void;
}

/** Says now and then that the work goes on and how far it is; nothing of it matters enough to fail for. */
function createBeat(pool: Pool, clock: Clock, id: string): Beat {
  let notedAt = 0;
  const write = (): Promise<void> =>
    noteProgress(pool, id, { done: beat.done, total: beat.total, now: clock.now() }).catch(() => undefined);
  const timer = setInterval(() => void write(), HEARTBEAT_MS).unref();
  const beat: Beat = {
    done: 0,
    total: 0,
    async note() {
      if (performance.now() - notedAt < 500) return;
      notedAt = performance.now();
      await write();
    },
    stop: () => clearInterval(timer),
  };
  return beat;
}
