import { FileFault } from '../fault';
import { openFile, type Source } from '../records';
import { columnOf } from './columns';
import type { CellFault } from './model';

export interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export const slugIn = ({ cells }: Row): string => (cells['slug'] ?? '').trim().toLowerCase();
export const skuIn = ({ cells }: Row): string => (cells['sku'] ?? '').trim();

export interface Table {
  readonly source: Source;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly faults: readonly CellFault[];
}

const MOST_ROWS = 50_000;
/** Of columns that nobody knows. */
const MOST_NAMES = 20;

/** @throws FileFault where nothing can be made of it as a whole */
export async function readTable(bytes: Buffer): Promise<Table> {
  const { records, source } = await openFile(bytes, isKnown);
  let columns: readonly string[] | null = null;
  const rows: Row[] = [];
  const faults: CellFault[] = [];
  for await (const { line, cells } of records) {
    if (columns === null) columns = columnsOf(cells);
    else if (cells.some((cell) => cell.trim() !== '')) {
      if (rows.length === MOST_ROWS) throw new FileFault('rows', { most: MOST_ROWS });
      const fault = widthFault(line, cells, columns) ?? errorFault(line, cells, columns);
      if (fault) faults.push(fault);
      else rows.push({ line, cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])) });
    }
  }
  if (columns === null) throw new FileFault('empty');
  if (rows.length + faults.length === 0) throw new FileFault('noRows');
  return { source, columns, rows, faults };
}

const isKnown = (header: string): boolean => columnOf(header) !== null;

/** @throws FileFault naming what is unknown */
function columnsOf(headers: readonly string[]): readonly string[] {
  const named = headers.slice(0, headers.findLastIndex((header) => header.trim() !== '') + 1);
  const unknown = named.filter((header) => columnOf(header) === null);
  if (unknown.length > 0) {
    const names = unknown.slice(0, MOST_NAMES).map((header) => header.trim().slice(0, 40) || '“”');
    throw new FileFault('columns', { names: names.join(', ') + (unknown.length > MOST_NAMES ? ' …' : '') });
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

/** What a formula that failed leaves in a cell. */
const FORMULA_ERROR = /^#(N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/;

function errorFault(line: number, cells: readonly string[], columns: readonly string[]): CellFault | null {
  const at = columns.findIndex((_, index) => FORMULA_ERROR.test(cells[index] ?? ''));
  const column = columns[at];
  return column === undefined ? null : { line, column, code: 'formulaError', values: { typed: cells[at] ?? '' } };
}
