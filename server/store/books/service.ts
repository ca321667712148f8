import type { Pool } from '../../db/pool';
import { withTransaction } from '../../db/transaction';
import { beginReading, countLookedAt, selectFaults, type BookFault } from './queries';
import { BOOK_RULES } from './rules';

export interface BookCheck {
  readonly name: string;
  /** How many were looked at. */
  readonly of: number;
  readonly faults: readonly BookFault[];
}

export async function auditBooks(pool: Pool): Promise<readonly BookCheck[]> {
  return withTransaction(pool, async (tx) => {
    await beginReading(tx);
    const checks: BookCheck[] = [];
    for (const rule of BOOK_RULES) {
      checks.push({ name: rule.name, of: await countLookedAt(tx, rule), faults: await selectFaults(tx, rule) });
    }
    return checks;
  });
}

export function describeBooks(checks: readonly BookCheck[]): readonly string[] {
  const faults = checks.reduce((sum, check) => sum + check.faults.length, 0);
  return [
    ...checks.flatMap(({ name, of, faults: found }) => [
      `${found.length === 0 ? 'ok   ' : 'FAULT'} ${name} (${of} looked at)`,
      ...found.map(({ what, wrong }) => `        ${what}: ${wrong}`),
    ]),
    faults === 0 ? 'The books balance.' : `The books do not balance: ${faults} ${faults === 1 ? 'fault' : 'faults'}.`,
  ];
}
