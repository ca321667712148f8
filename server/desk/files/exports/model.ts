/** What can be taken home as a file. */
import type { Range } from '../../figures';
import type { Cell } from '../csv/writing';

export const EXPORTS = ['products', 'orders', 'customers', 'stock', 'figures'] as const;
/** Those with people in them. */
export const OF_PEOPLE: readonly ExportName[] = ['orders', 'customers'];
export type ExportName = (typeof EXPORTS)[number];

/** A row as the statement gives it. */
export type ExportRow = Readonly<Record<string, Cell>>;

export interface ExportOptions {
  /** Of the figures; the others hold everything. */
  readonly range: Range;
}
