/**
 * Tables as CSV that a spreadsheet opens as what it is: RFC 4180, UTF-8 with its mark, text between quotes, no cell that is
 * run, and none that is turned into another one.
 *
 * What a spreadsheet would not leave as it is gets an apostrophe, its own sign for "this is text", which the import takes
 * away again. It is seen in the cell. Whatever is not seen there (a tab, a blank that is no blank) is copied with the
 * cell into a carrier's form, and ="…" is a formula, which Numbers shows as it is and LibreOffice asks about.
 */
/** A time as spreadsheets know them, and may take for one. */
export class TimeCell {
  constructor(readonly text: string) {}
}

/** A number stays a number; null is an empty cell. */
export type Cell = string | number | TimeCell | null;

/** Without it Excel takes UTF-8 for the local encoding. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * What a spreadsheet may take for a formula (OWASP, "CSV Injection"), full-width signs included; also behind apostrophes
 * that stand there for the same reason, so that nothing is lost on the way back.
 */
const RUNS = /^([^\S\t\r\n]*)('*)(?=[=+\-@\t\r\n＝＋－＠])/;
/** And behind whatever ends a cell for who opens the file with another delimiter, for which our quotes are none. */
const RUNS_WITHIN = /([,;\t\r\n"][^\S\t\r\n]*)('*)(?=[=+\-@＝＋－＠])/g;

const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
/**
 * What is a number, a day, a time or a truth to a spreadsheet: postcodes and telephone numbers lose their zeros, tracking
 * numbers their last digits, and a SKU such as MAR-01 becomes a day in March.
 */
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

function written(cell: Cell): string {
  if (cell === null || typeof cell === 'number') return String(cell ?? '');
  const text = cell instanceof TimeCell ? cell.text : safeText(cell);
  return text === '' ? '' : `"${text.replaceAll('"', '""')}"`;
}
