/** The doctor that comes by the clock, or when somebody at the desk asks for it: its last report is kept. */
import type { Executor, Pool } from '../../db/pool';
import type { Report } from '../report';
import { changesOf, diagnosisOf, type Diagnosis } from './model';
import { beginLook, endLook, queueLook, saveReport, selectDiagnosis } from './queries';

export const lastDiagnosis = async (db: Executor): Promise<Diagnosis> => diagnosisOf(await selectDiagnosis(db));

/** Has the jobs look as soon as they can. @returns false while one is waited for or under way */
export const askForLook = (db: Executor): Promise<boolean> => queueLook(db);

export type Doctor = ReturnType<typeof createDoctor>;

export function createDoctor({
  pool,
  examine,
}: {
  readonly pool: Pool;
  readonly examine: (signal: AbortSignal) => Promise<Report>;
}) {
  return {
    /** Does nothing while somebody else is at it. */
    async look(signal: AbortSignal): Promise<void> {
      if (!(await beginLook(pool))) return;
      try {
        const { report: before } = await lastDiagnosis(pool);
        const report = await examine(signal);
        // Cut off, it says of much that it could not be looked at, which is no news.
        signal.throwIfAborted();
        await saveReport(pool, report, changesOf(before, report));
      } finally {
        await endLook(pool);
      }
    },
  };
}
