import type { Range } from '../../figures';
import type { Cell } from '../cell';

export const EXPORTS = ['products', 'orders', 'customers', 'stock', 'figures'] as const;
export const OF_PEOPLE: readonly ExportName[] = ['orders', 'customers'];
export const FORMATS = ['xlsx', 'csv'] as const;
export type Format = (typeof FORMATS)[number];
export type ExportName = (typeof EXPORTS)[number];

export type ExportRow = Readonly<Record<string, Cell>>;

export interface ExportOptions {
  readonly range: Range;
  readonly format: Format;
}
