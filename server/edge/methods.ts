/** Pure: what methods mean, and which are taken where, as a 405 and the answer to `OPTIONS *` say it. */
import { isHealthCheck, isProbe } from './reserved-paths';

/** Of what the edge answers itself there is nothing to be changed. */
const READING: readonly string[] = ['GET', 'HEAD'];
const ALL: readonly string[] = [...READING, 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** RFC 9110, 9.2.1: reading; a page that failed may offer to load itself again. */
const SAFE: readonly string[] = [...READING, 'OPTIONS'];
/** RFC 9110, 9.2.2: the same state whether it arrives once or twice. */
const IDEMPOTENT: readonly string[] = [...SAFE, 'PUT', 'DELETE'];

export const isSafe = (method: string): boolean => SAFE.includes(method);
export const isIdempotent = (method: string): boolean => IDEMPOTENT.includes(method);
export const isReading = (method: string): boolean => READING.includes(method);

const methodsOf = (path: string): readonly string[] => (isHealthCheck(path) || isProbe(path) ? READING : ALL);

export const isTaken = (method: string, path: string): boolean => methodsOf(path).includes(method);

/** RFC 9110, 10.2.1. @param path `*` for the server in general */
export const allowOf = (path: string): string => methodsOf(path).join(', ');
