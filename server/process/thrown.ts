/** What Node throws is no `instanceof Error` where code runs in a context of its own, as every test of Jest does. */
import { isNativeError } from 'node:util/types';

export function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || isNativeError(thrown);
}

export const asError = (thrown: unknown): Error => (isError(thrown) ? thrown : new Error(String(thrown)));

export const messageOf = (thrown: unknown): string => (isError(thrown) ? thrown.message : String(thrown));
