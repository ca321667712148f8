/** DATA_DIR/certificates/status.json: tells an operator everything, and the process after a restart what it knew. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { CertificateInUse } from '../health/facts/certificate';
import { isMissing } from '../process/error-code';
import type { AcmeDirectory, Attempt } from './attempts';
import type { Bundle } from './bundle';
import type { ClockComparison } from './clock-check';
import type { RenewalPlan } from './renewal';
import type { RenewalInfo } from './renewal-info';
import type { AccountReplaced } from './source';
import { writeStoreFile } from './store-files';

export type CertificateFacts = Pick<Bundle, 'fingerprint' | 'origin' | 'names' | 'issuer' | 'notBefore' | 'notAfter'>;

export interface CertificateStatus {
  /** Which source and CA is configured; what is noted about another one counts for nothing. */
  readonly about: string;
  readonly stagingDirectoryUrl: string | null;
  readonly updatedAt: Date;
  /** What needs somebody's attention, a sentence each; empty when all is well. */
  readonly problems: readonly string[];
  /** The one in use; null while there is none. */
  readonly certificate: CertificateFacts | null;
  /** When it will be renewed and why then; null where nobody renews it (CERTIFICATES=files). */
  readonly renewal: RenewalPlan | null;
  /** What the CA says about its renewal (ARI); null until it was asked. */
  readonly renewalInfo: RenewalInfo | null;
  /** Why a new one is needed now; null when none is. */
  readonly need: string | null;
  /** What the process is in the middle of. Of an earlier process when its lock is gone. */
  readonly doing: string | null;
  /** Why the last order failed, in the CA's own words where it had any; null after a success. */
  readonly reason: string | null;
  /** When the next order is due, and at which directory; null while none is needed. */
  readonly nextAttemptAt: Date | null;
  readonly nextDirectory: AcmeDirectory | null;
  readonly succeededAt: Date | null;
  /** Oldest first, at both directories. */
  readonly attempts: readonly Attempt[];
  /** Against the CA's clock, at the last answer; null before the first. */
  readonly clock: ClockComparison | null;
  /** When the account at the CA last got another key, and why; null: never. */
  readonly accountReplaced: AccountReplaced | null;
}

/** @param plan null: nobody renews it */
export const inUseOf = (
  certificate: Pick<Bundle, 'notBefore' | 'notAfter'> | null,
  plan: Pick<RenewalPlan, 'emergencyAt'> | null,
): CertificateInUse | null =>
  certificate && {
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    emergencyAt: plan?.emergencyAt ?? null,
  };

const date = z.iso.datetime().transform((text) => new Date(text));
const directory = z.enum(['production', 'staging']);
const schema: z.ZodType<CertificateStatus> = z.object({
  about: z.string(),
  stagingDirectoryUrl: z.string().nullable(),
  updatedAt: date,
  problems: z.array(z.string()),
  certificate: z
    .object({
      fingerprint: z.string(),
      origin: z.string(),
      names: z.array(z.string()),
      issuer: z.string(),
      notBefore: date,
      notAfter: date,
    })
    .nullable(),
  renewal: z
    .object({ by: z.enum(['lifetime', 'renewal-info', 'emergency']), dueAt: date, emergencyAt: date })
    .nullable(),
  renewalInfo: z
    .object({
      certificate: z.string(),
      window: z.object({ start: date, end: date }).nullable(),
      renewAt: date.nullable(),
      explanationUrl: z.string().nullable(),
      askAgainAt: date,
      problem: z.string().nullable(),
      failures: z.number(),
    })
    .nullable(),
  need: z.string().nullable(),
  doing: z.string().nullable(),
  reason: z.string().nullable(),
  nextAttemptAt: date.nullable(),
  nextDirectory: directory.nullable(),
  succeededAt: date.nullable(),
  attempts: z.array(
    z.object({
      id: z.string(),
      directory,
      startedAt: date,
      endedAt: date.nullable(),
      outcome: z.enum(['running', 'passed', 'failed', 'interrupted']),
      ordered: z.boolean(),
      issued: z.boolean(),
      reason: z.string().nullable(),
      notBefore: date.nullable(),
      // A file of before there was such a look has none.
      reached: z.boolean().nullable().default(null),
      slowDns: z.boolean().default(false),
    }),
  ),
  clock: z.object({ comparedWith: z.string(), comparedAt: date, aheadSeconds: z.number() }).nullable(),
  // A file of before there was such a note has none.
  accountReplaced: z.object({ at: date, reason: z.string() }).nullable().default(null),
});

export function cleanStatus(about: string, stagingDirectoryUrl: string | null, now: Date): CertificateStatus {
  return {
    about,
    stagingDirectoryUrl,
    updatedAt: now,
    problems: [],
    certificate: null,
    renewal: null,
    renewalInfo: null,
    need: null,
    doing: null,
    reason: null,
    nextAttemptAt: null,
    nextDirectory: null,
    succeededAt: null,
    attempts: [],
    clock: null,
    accountReplaced: null,
  };
}

/** @returns null for a file that is missing or damaged */
export async function readStatus(file: string): Promise<CertificateStatus | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** @throws StoreError */
export async function writeStatus(file: string, status: CertificateStatus): Promise<void> {
  await writeStoreFile(file, `${JSON.stringify(status, null, 2)}\n`);
}
