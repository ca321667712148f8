import type { Range } from '../../figures';
import type { Cell } from '../csv/writing';

export const EXPORTS = ['products', 'orders', 'customers', 'stock', 'figures'] as const;
export const OF_PEOPLE: readonly ExportName[] = ['orders', 'customers'];
export type ExportName = (typeof EXPORTS)[number];

export type ExportRow = Readonly<Record<string, Cell>>;

export interface ExportOptions {
  readonly range: Range;
}
