/** A workbook, of which only a few rows are in memory at a time. Its texts are text cells: nothing in them is run or counted. */
import { TimeCell, type Cell, type Rows } from '../cell';

const NARROWEST = 8;
const WIDEST = 40;

export interface WorkbookOptions {
  readonly sheet: string;
  /** Heads of columns that aren't shown. */
  readonly hidden: readonly string[];
}

export async function* workbookParts(rows: Rows, { sheet, hidden }: WorkbookOptions): AsyncGenerator<Uint8Array> {
  const { writeXlsxStream } = await import('hucre/xlsx');
  const batches = rows[Symbol.asyncIterator]();
  const [head = []] = ((await batches.next()).value as readonly (readonly Cell[])[] | undefined) ?? [];
  const begin = ((await batches.next()).value as readonly (readonly Cell[])[] | undefined) ?? [];

  async function* written() {
    for (let batch = begin; batch.length > 0;) {
      for (const row of batch) yield row.map(valueOf);
      const next = await batches.next();
      batch = next.done ? [] : next.value;
    }
  }

  const columns = head.map((title, at) => ({
    header: textOf(title),
    width: widthOf([head, ...begin].map((row) => textOf(row[at] ?? null))),
    hidden: hidden.includes(textOf(title)),
    // Also what is typed into it later: a spreadsheet takes a postcode for a number.
    ...(begin.some((row) => typeof row[at] === 'number') ? {} : { numFmt: '@' }),
  }));
  const stream = writeXlsxStream(written(), { name: sheet, columns, freezePane: { rows: 1 } });
  yield* inParts(stream);
}

const PART_BYTES = 64 * 1024;

/** Compression gives out some hundred bytes at a time, and each part is asked a reader's permission for. */
async function* inParts(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    length += piece.length;
    if (length < PART_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    length = 0;
  }
  yield Buffer.concat(pieces);
}

const textOf = (cell: Cell): string => (cell instanceof TimeCell ? cell.text : String(cell ?? ''));

/** Hangul is as wide as two letters. */
const widthOf = (texts: readonly string[]): number =>
  texts.reduce((widest, text) => {
    const width = text.slice(0, WIDEST).replaceAll(/[^ -~]/g, 'xx').length;
    return Math.min(WIDEST, Math.max(widest, width + 2));
  }, NARROWEST);

/** Two characters that XML has no way to write, and what a workbook takes for an escape of its own (ECMA-376, ST_Xstring). */
function valueOf(cell: Cell): string | number | null {
  if (cell === null || typeof cell === 'number') return cell;
  const text = textOf(cell)
    .replaceAll(/[\uFFFE\uFFFF]/g, ' ')
    .replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
  return text === '' ? null : text;
}
