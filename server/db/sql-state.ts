/** SQLSTATE codes by name. Source: PostgreSQL documentation, appendix A. */
import { DatabaseError } from 'pg';

export const SQL_STATE = {
  uniqueViolation: '23505',
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  lockNotAvailable: '55P03',
} as const;

const isOf = (error: unknown, ...codes: (string | undefined)[]): error is DatabaseError =>
  error instanceof DatabaseError && codes.includes(error.code);

export const isUniqueViolation = (error: unknown, constraint: string): boolean =>
  isOf(error, SQL_STATE.uniqueViolation) && error.constraint === constraint;

export const isLockTimeout = (error: unknown): boolean => isOf(error, SQL_STATE.lockNotAvailable);

/** True where running the whole transaction again may succeed. */
export const isRetryable = (error: unknown): boolean =>
  isOf(error, SQL_STATE.serializationFailure, SQL_STATE.deadlockDetected);
