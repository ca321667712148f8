/** UTF-8 with or without its mark, UTF-16 as Excel's "Unicode text", EUC-KR and CP949 as its Korean "CSV". */
import { CsvError, parse, type Info } from 'csv-parse';
import { decode as decodeLegacy } from 'iconv-lite';
import type { FileRecord } from '../cell';
import { FileFault } from '../fault';
import { plainCell } from './writing';

export const ENCODINGS = ['utf-8', 'utf-16le', 'euc-kr'] as const;
export type Encoding = (typeof ENCODINGS)[number];
export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

/** @throws FileFault */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) throw new FileFault('empty');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decodeAs(bytes, 'utf-16le'), encoding: 'utf-16le' };
  const utf8 = tryAs(bytes, 'utf-8');
  if (utf8 !== null) return checked(utf8, 'utf-8');
  const korean = isDamagedUtf8(bytes) ? null : tryAs(bytes, 'euc-kr');
  if (korean !== null) return checked(korean, 'euc-kr');
  throw new FileFault('encoding', { line: lineOfDamage(bytes) });
}

function checked(text: string, encoding: Encoding): Decoded {
  if (text.includes('\0')) throw new FileFault('binary');
  return { text, encoding };
}

function tryAs(bytes: Uint8Array, encoding: Encoding): string | null {
  if (encoding === 'euc-kr') return tryAsKorean(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** With the 8,822 syllables that Windows has beyond EUC-KR; Node's own decoder refuses them. */
function tryAsKorean(bytes: Uint8Array): string | null {
  const text = decodeLegacy(Buffer.from(bytes), 'cp949');
  return text.includes('\uFFFD') ? null : text;
}

function decodeAs(bytes: Uint8Array, encoding: Encoding): string {
  const text = tryAs(bytes, encoding);
  if (text === null) throw new FileFault('encoding', { line: 1 });
  return text;
}

/** UTF-8 with a few bad bytes, which also EUC-KR could make something of: what is right in it is more than what isn't. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  const wrong = text.match(/\uFFFD/g)?.length ?? 0;
  const hangul = text.match(/[가-힣]/g)?.length ?? 0;
  return hangul > wrong;
}

function lineOfDamage(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
}

/** Longer is no perfume. */
const LONGEST_RECORD = 200_000;

/** Reads on and on; blank lines are left out, lines within cells end as all text here does. @throws FileFault */
export async function* recordsOf(text: string, delimiter: Delimiter): AsyncGenerator<FileRecord> {
  // In one way before they are counted: to the parser, a CRLF between quotes is two lines.
  const lines = text.replaceAll(/\r\n?/g, '\n');
  let parsed = 0;
  const parser = parse(lines, {
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: '\n',
    max_record_size: LONGEST_RECORD,
    on_record: (record, context) => {
      parsed = context.lines;
      return record;
    },
  });
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const within = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      yield { line: info.lines - within, cells: record.map(plainCell) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const code = faultOf(error);
    // Of a quote in a wrong place the parser knows the line; of one that stays open, only where it gave up.
    const line = code === 'quotes' ? Number(error['lines']) : firstTextAfter(parsed, lines);
    throw new FileFault(code, { line });
  }
}

function firstTextAfter(line: number, text: string): number {
  const at = text.split('\n').findIndex((one, index) => index >= line && one !== '');
  return Math.max(line, at) + 1;
}

function faultOf({ code }: CsvError) {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'quoteOpen';
  return code === 'CSV_MAX_RECORD_SIZE' ? 'recordLong' : 'quotes';
}

/** @param linesAbove how many lines may stand above the names of the columns */
export async function detectDelimiter(
  text: string,
  known: (header: string) => boolean,
  linesAbove = 0,
): Promise<Delimiter> {
  let best: { delimiter: Delimiter; count: number } = { delimiter: ',', count: 0 };
  for (const delimiter of DELIMITERS) {
    const first = await firstRecords(text, delimiter, linesAbove + 1);
    const count = Math.max(0, ...first.map((cells) => cells.filter(known).length));
    if (count > best.count) best = { delimiter, count };
  }
  return best.delimiter;
}

async function firstRecords(text: string, delimiter: Delimiter, most: number): Promise<(readonly string[])[]> {
  const first: (readonly string[])[] = [];
  try {
    for await (const { cells } of recordsOf(text, delimiter)) if (first.push(cells) === most) break;
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
  }
  return first;
}
