import { decode, detectDelimiter, FileFault, recordsOf } from '../csv/reading';
import { columnOf } from './columns';
import type { CellFault } from './model';

export interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export const slugIn = ({ cells }: Row): string => (cells['slug'] ?? '').trim().toLowerCase();
export const skuIn = ({ cells }: Row): string => (cells['sku'] ?? '').trim();

export interface Table {
  readonly encoding: string;
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly faults: readonly CellFault[];
}

const MOST_ROWS = 50_000;

/** @throws FileFault where nothing can be made of it as a whole */
export async function readTable(bytes: Uint8Array): Promise<Table> {
  const { text, encoding } = decode(bytes);
  if (text.replace('\uFEFF', '').trim() === '') throw new FileFault('empty');
  const delimiter = await detectDelimiter(text, (header) => columnOf(header) !== null);
  let columns: readonly string[] | null = null;
  const rows: Row[] = [];
  const faults: CellFault[] = [];
  for await (const { line, cells } of recordsOf(text, delimiter)) {
    if (columns === null) columns = columnsOf(cells);
    else if (cells.some((cell) => cell.trim() !== '')) {
      if (rows.length === MOST_ROWS) throw new FileFault('rows', { most: MOST_ROWS });
      const fault = widthFault(line, cells, columns);
      if (fault) faults.push(fault);
      else rows.push({ line, cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])) });
    }
  }
  if (columns === null) throw new FileFault('empty');
  if (rows.length + faults.length === 0) throw new FileFault('noRows');
  return { encoding, delimiter, columns, rows, faults };
}

/** @throws FileFault naming what is unknown */
function columnsOf(headers: readonly string[]): readonly string[] {
  const named = headers.slice(0, headers.findLastIndex((header) => header.trim() !== '') + 1);
  const unknown = named.filter((header) => columnOf(header) === null);
  if (unknown.length > 0) {
    throw new FileFault('columns', { names: unknown.map((header) => header.trim().slice(0, 40) || '“”').join(', ') });
  }
  const columns = named.map((header) => columnOf(header)).filter((column) => column !== null);
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice) throw new FileFault('twice', { name: twice });
  if (!columns.includes('sku') && !columns.includes('slug')) throw new FileFault('noKey');
  return columns;
}

/** A cell too few or too many: a quote or a delimiter is missing, and nothing in the row can be trusted. */
function widthFault(line: number, cells: readonly string[], columns: readonly string[]): CellFault | null {
  const isRight = cells.length >= columns.length && cells.slice(columns.length).every((cell) => cell.trim() === '');
  if (isRight) return null;
  return { line, column: null, code: 'width', values: { found: cells.length, wanted: columns.length } };
}
