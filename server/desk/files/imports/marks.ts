/**
 * The last cell of an exported row: a short hash of each of its other cells. When the file comes back, it tells what was
 * changed in it from what is only as old as the file.
 */
import { createHash } from 'node:crypto';
import { asSeen } from '../../../values/text';
import { MARK } from './columns';
import type { Row } from './reading';

/** A row's perfume and its variant each have theirs, so that a row that is copied for a new size bears its perfume's. */
export type KeyColumn = 'slug' | 'sku';

export type Written = string | number;

/** Base64url, 30 bits: of the cells that are changed, one in ten million is taken for unchanged. */
const LETTERS = 5;

const hashOf = (key: string, column: string, written: Written): string =>
  createHash('sha256')
    .update(JSON.stringify([key, column, asSeen(String(written))]))
    .digest('base64url')
    .slice(0, LETTERS);

/** @param cells by their columns */
export const markOf = (key: string, cells: readonly (readonly [column: string, written: Written])[]): string =>
  cells.map(([column, written]) => hashOf(key, column, written)).join('');

export interface Exported {
  had(column: string, written: Written): boolean;
}

export const isMarked = ({ cells }: Row): boolean => (cells[MARK] ?? '').trim() !== '';

/** @returns null where the row bears no mark, or that of another */
export function exportedAs({ cells }: Row, keyColumn: KeyColumn, key: string): Exported | null {
  const hashes: readonly string[] = (cells[MARK] ?? '').trim().match(new RegExp(`.{${LETTERS}}`, 'g')) ?? [];
  const had: Exported['had'] = (column, written) => hashes.includes(hashOf(key, column, written));
  return had(keyColumn, key) ? { had } : null;
}
