/** Tables as CSV that a spreadsheet opens as what it is: RFC 4180, UTF-8 with its mark, and no cell that is run. */
import { stringify } from 'csv-stringify/sync';

/** A number stays a number; null is an empty cell. */
export type Cell = string | number | null;

/** Without it Excel takes UTF-8 for the local encoding. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * What a spreadsheet may take for a formula (OWASP, "CSV Injection"), full-width signs included; also behind quotes that
 * stand there for the same reason, so that nothing is lost on the way back.
 */
const RUNS = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** Only words are made safe: −3 is a number. */
export const safeCell = (cell: Cell): Cell => (typeof cell === 'string' && RUNS.test(cell) ? `'${cell}` : cell);

/** Of a cell that safeCell may have made. */
export const plainCell = (text: string): string => (text.startsWith("'") && RUNS.test(text) ? text.slice(1) : text);

export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => safeCell(cell) ?? '')),
    // By itself it would put only the two together between quotes.
    { record_delimiter: '\r\n', quoted_match: /[\r\n]/ },
  );
}
