/** What the rows of a bank's statement say. */
import { createHash } from 'node:crypto';
import { asCode, asSeen, inOneLine } from '../../values/text';
import type { Column, Layout, StatementRecord, StatementRow } from './model';

export interface RowFault {
  readonly line: number;
  readonly column: 'at' | 'time' | 'amount';
  readonly typed: string;
}

export type ReadStatement =
  | {
      readonly rows: readonly StatementRow[];
      /** Money that went out, and lines that say no sum. */
      readonly left: number;
    }
  | { readonly fault: RowFault };

const LONGEST_PAYER = 80;
const LONGEST_MEMO = 200;
const MOST_AMOUNT = 999_999_999_999;

/** @param records below the head. All or nothing: one line that can't be read is most often a column that isn't what it is said to be. */
export function readStatement(records: readonly StatementRecord[], layout: Layout): ReadStatement {
  const rows: StatementRow[] = [];
  for (const record of records) {
    const read = readRow(record, layout);
    if (read === null) continue;
    if ('fault' in read) return read;
    rows.push(read);
  }
  return { rows, left: records.length - rows.length };
}

function readRow({ line, cells }: StatementRecord, layout: Layout): StatementRow | { readonly fault: RowFault } | null {
  const cell = (column: Column): string =>
    layout[column] === null ? '' : inOneLine(asSeen(cells[layout[column]] ?? ''));
  const [at, time, typed] = [cell('at').replace(/^'/, ''), cell('time').replace(/^'/, ''), cell('amount')];
  // Sums, headings and empty lines have no day.
  if (!/\d/.test(at)) return null;
  if (typed === '' || /^-+$/.test(typed) || /출금|지급|찾으신/.test(cell('direction'))) return null;
  const amount = readSum(typed);
  if (amount === null) return { fault: { line, column: 'amount', typed } };
  if (amount <= 0) return null;
  const moment = readMoment(at, time);
  if (moment === null)
    return { fault: { line, column: time !== '' && readMoment(at, '') ? 'time' : 'at', typed: time || at } };
  const cut = (text: string, most: number): string => Array.from(text).slice(0, most).join('');
  return {
    ...moment,
    amount,
    payer: cut(cell('payer'), LONGEST_PAYER),
    memo: cut(cell('memo'), LONGEST_MEMO),
    balance: readSum(cell('balance')),
  };
}

/** `31,000`, `31000.00`, `₩31,000`, `31,000원`, `+31,000`; what went out begins with a minus or stands in brackets. */
export function readSum(typed: string): number | null {
  const bare = asCode(typed)
    .replaceAll(/[△▲]/g, '-')
    .replaceAll(/[₩,\s]|원$|KRW/gi, '')
    .replace(/\.0+$/, '');
  const [, minus = '', digits = ''] = /^\(?([+-]?)(\d{1,15})\)?$/.exec(bare) ?? [];
  if (digits === '' || Number(digits) > MOST_AMOUNT) return null;
  const isOut = minus === '-' || bare.startsWith('(');
  return isOut ? 0 - Number(digits) : Number(digits);
}

const WITH_SIGNS = /^(\d{4}|\d{2})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})(?!\d)\s*[일.]?(.*)$/;
const DIGITS_ALONE = /^(\d{4})(\d{2})(\d{2})(.*)$/;
/** 토, (토), T: what may stand between a day and a time. */
const BETWEEN = /^[\sT]*(?:\(?[월화수목금토일](?:요일)?\)?)?[\sT]*/;

/** As banks write days and times, in Korea's time; null for what is none. */
export function readMoment(day: string, time: string): { readonly paidAt: Date; readonly hasTime: boolean } | null {
  const [, year = '', month = '', date = '', rest = ''] = WITH_SIGNS.exec(day) ?? DIGITS_ALONE.exec(day) ?? [];
  if (year === '') return null;
  const said = `${rest.replace(BETWEEN, '')} ${time}`.trim();
  const clock = said === '' ? '00:00:00' : readClock(said);
  const iso = `${year.length === 2 ? '20' : ''}${year}-${two(month)}-${two(date)}`;
  if (clock === null || !isDay(iso)) return null;
  return { paidAt: new Date(`${iso}T${clock}+09:00`), hasTime: said !== '' };
}

const two = (digits: string): string => digits.padStart(2, '0');

function isDay(iso: string): boolean {
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}

const CLOCK =
  /^(오전|오후|AM|PM)?\s*(\d{1,2})\s*[:시]\s*(\d{1,2})(?:\s*[:분]\s*(\d{1,2})(?:\.\d+)?)?[분초]?\s*(AM|PM)?$/i;
const CLOCK_DIGITS = /^()(\d{2})(\d{2})(\d{2})?()$/;

/** `14:03:22`, or null. */
function readClock(said: string): string | null {
  const [, before = '', hour = '', minute = '', second = '0', after = ''] =
    CLOCK.exec(said) ?? CLOCK_DIGITS.exec(said) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const half = `${before}${after}`.toUpperCase();
  const from = half === '' ? Number(hour) : (Number(hour) % 12) + (half === '오후' || half === 'PM' ? 12 : 0);
  return [String(from), minute, second].map(two).join(':');
}

/**
 * What makes a row that row, whatever file it comes in. Rows that are alike in all the bank says of them are counted:
 * the second of a file is the second of every other file of that day.
 */
export function fingerprintsOf(rows: readonly StatementRow[]): readonly Buffer[] {
  const seen = new Map<string, number>();
  return rows.map(({ paidAt, payer, amount, balance }) => {
    const said = JSON.stringify([paidAt.toISOString(), payer, amount, balance]);
    const nth = (seen.get(said) ?? 0) + 1;
    seen.set(said, nth);
    return createHash('sha256').update(`${nth} ${said}`).digest();
  });
}
