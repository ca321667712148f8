/** What a request may say, by Toss' documentation. */
import { TossRefusal } from './refusal';

export type Fields = Readonly<Record<string, unknown>>;

const bad = (code = 'INVALID_REQUEST'): never => {
  throw new TossRefusal(400, code);
};

export function text(fields: Fields, name: string, most: number, code?: string): string {
  const value = fields[name];
  return typeof value === 'string' && value !== '' && value.length <= most ? value : bad(code);
}

export const optionalText = (fields: Fields, name: string, most: number): string | null =>
  fields[name] === undefined || fields[name] === null ? null : text(fields, name, most);

/** A JSON number without a fraction; text that looks like one is none. */
export function won(fields: Fields, name: string): number {
  const value = fields[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 ? value : bad();
}

export const optionalWon = (fields: Fields, name: string): number | null =>
  fields[name] === undefined || fields[name] === null ? null : won(fields, name);

export function orderId(fields: Fields): string {
  const value = text(fields, 'orderId', 64, 'INVALID_ORDER_ID');
  return /^[A-Za-z0-9_-]{6,64}$/.test(value) ? value : bad('INVALID_ORDER_ID');
}

export const orderName = (fields: Fields): string => text(fields, 'orderName', 100, 'INVALID_ORDER_NAME');

/** With its origin. */
export function address(fields: Fields, name: 'successUrl' | 'failUrl'): string {
  const code = name === 'successUrl' ? 'INCORRECT_SUCCESS_URL_FORMAT' : 'INCORRECT_FAIL_URL_FORMAT';
  const value = text(fields, name, 2000, code);
  return /^https?:\/\/[^/]/.test(value) && URL.canParse(value) ? value : bad(code);
}

/** `yyyy-MM-ddTHH:mm:ss` or a day, of Korea. */
export function koreanMoment(value: unknown, code: string): Date {
  const said = typeof value === 'string' ? value : '';
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/.test(said)) return bad(code);
  const at = new Date(said.length === 10 ? `${said}T00:00:00+09:00` : `${said}+09:00`);
  return Number.isNaN(at.getTime()) ? bad(code) : at;
}

/** Banks that give virtual accounts, and take refunds, by their codes. */
const BANKS: ReadonlySet<string> = new Set([
  '03',
  '04',
  '06',
  '07',
  '11',
  '20',
  '23',
  '31',
  '32',
  '37',
  '39',
  '71',
  '81',
  '88',
]);

export function bank(fields: Fields): string {
  const code = text(fields, 'bank', 20, 'INVALID_BANK');
  return BANKS.has(code) ? code : bad('INVALID_BANK');
}
