/** What the last attempts came to, kept across restarts so that back-off is, and for the doctor and the owner to read. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeFileAtomic } from './atomic-file';
import type { FailureRecord } from './backoff';
import { isMissing } from './error-code';

export interface AttemptStatus extends FailureRecord {
  /** Which source and CA the failures are about; another one starts anew. */
  readonly about: string;
  /** The CA's own words, where it had any. */
  readonly reason: string | null;
  readonly nextAttemptAt: Date | null;
  readonly succeededAt: Date | null;
}

/** Enough for the schedule, which ends after a dozen steps. */
const KEPT_FAILURES = 20;

const date = z.iso.datetime().transform((text) => new Date(text));
const schema = z.object({
  about: z.string(),
  failedAt: z.array(date),
  notBefore: date.nullable(),
  reason: z.string().nullable(),
  nextAttemptAt: date.nullable(),
  succeededAt: date.nullable(),
});

export function cleanStatus(about: string): AttemptStatus {
  return { about, failedAt: [], notBefore: null, reason: null, nextAttemptAt: null, succeededAt: null };
}

/** A file that is missing, damaged or about another CA counts as a clean start. */
export async function readStatus(file: string, about: string): Promise<AttemptStatus> {
  try {
    const status = schema.parse(JSON.parse(await readFile(file, 'utf8')));
    return status.about === about ? status : cleanStatus(about);
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return cleanStatus(about);
    throw error;
  }
}

export async function writeStatus(file: string, status: AttemptStatus): Promise<void> {
  const kept = { ...status, failedAt: status.failedAt.slice(-KEPT_FAILURES) };
  await writeFileAtomic(file, `${JSON.stringify(kept, null, 2)}\n`);
}
