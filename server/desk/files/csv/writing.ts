/**
 * CSV (RFC 4180) that a spreadsheet opens as it is: no cell is run, none is turned into another one. Whatever would be gets
 * an apostrophe, a spreadsheet's own sign for text, which the import takes away again. It is seen in the cell; a tab would
 * be copied along unseen, and ="…" is a formula.
 */
import { TimeCell, type Cell, type Rows } from '../cell';

/** Without it Excel takes UTF-8 for the local encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A formula to a spreadsheet (OWASP, "CSV Injection"), full-width signs too; also behind our own apostrophes. */
const RUNS = /^([^\S\t\r\n]*)('*)(?=[=+\-@\t\r\n＝＋－＠])/;
/** And behind whatever ends a cell for who opens the file with another delimiter, for which our quotes are none. */
const RUNS_WITHIN = /([,;\t\r\n"][^\S\t\r\n]*)('*)(?=[=+\-@＝＋－＠])/g;

const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
/** A number, a day, a time or a truth to a spreadsheet: postcodes lose their zeros, and SKU MAR-01 becomes a day. */
const COUNTS: readonly RegExp[] = [
  /^[(+-]?[₩$€£¥]?[+-]?[.,]?\d[\d.,\s]*(e[+-]?\d+)?[%원€)]?$/i,
  /^\d{1,4}[-/. ]+\d{1,2}([-/. ]+\d{1,4}\.?( .*)?)?$/,
  /^\d{1,2}[-/. ]\d{2,4}$/,
  /^(오전|오후)? ?\d+(:\d|시)/,
  /^(\d+년)? ?(\d+월)? ?(\d+일)?$/,
  new RegExp(`^(\\d+[ .,/-]*)?${MONTH}[ .,/-]*\\d[\\d ,./-]*$`, 'i'),
  new RegExp(`^\\d+[ .,/-]*${MONTH}[ .,/-]*\\d*$`, 'i'),
  /^(true|false|참|거짓)$/i,
];
/** Longer is no number to anybody; and most text, which is quickly seen, is none either. */
const LONGEST = 400;
const MAY_COUNT = /\p{Nd}|true|false|참|거짓/iu;
const SIGN = /[=+\-@＝＋－＠]/;

function counts(text: string): boolean {
  if (text.length > LONGEST || !MAY_COUNT.test(text)) return false;
  const plain = text.replace(/^'+/, '').normalize('NFKC').trim();
  return plain !== '' && COUNTS.some((pattern) => pattern.test(plain));
}

/** Of words only: −3 is a number. */
export function safeText(cell: string): string {
  const safe = SIGN.test(cell) ? cell.replaceAll(RUNS_WITHIN, "$1'$2") : cell;
  if (RUNS.test(cell)) return safe.replace(RUNS, "$1'$2");
  return counts(cell) ? `'${safe}` : safe;
}

/** Of a cell that safeText may have made. */
export function plainCell(text: string): string {
  const plain = text.replaceAll(RUNS_WITHIN, (_, before: string, marks: string) => before + marks.slice(1));
  if (RUNS.test(text)) return plain.replace(RUNS, (_, blank: string, marks: string) => blank + marks.slice(1));
  return plain.startsWith("'") && counts(plain) ? plain.slice(1) : plain;
}

/** All text between quotes, as RFC 4180 has it: then nothing in it is an end of anything. */
export const csvLines = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(written).join(',')}\r\n`).join('');

export async function* csvParts(rows: Rows): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK;
  for await (const some of rows) yield csvLines(some);
}

function written(cell: Cell): string {
  if (cell === null || typeof cell === 'number') return String(cell ?? '');
  const text = cell instanceof TimeCell ? cell.text : safeText(cell);
  return text === '' ? '' : `"${text.replaceAll('"', '""')}"`;
}
