/** SQLSTATE codes by name. Source: PostgreSQL documentation, appendix A. */
import { DatabaseError } from 'pg';

export const SQL_STATE = {
  uniqueViolation: '23505',
  checkViolation: '23514',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  lockNotAvailable: '55P03',
  undefinedTable: '42P01',
} as const;

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.code === SQL_STATE.uniqueViolation && error.constraint === constraint;
}

export const isLockTimeout = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code === SQL_STATE.lockNotAvailable;

/** True where running the whole transaction again may succeed. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  return error.code === SQL_STATE.serializationFailure || error.code === SQL_STATE.deadlockDetected;
}
