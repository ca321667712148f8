/** Is it a photograph and nothing besides? Pixels are drawn anew anyway, but nobody takes one that is also a page. */
export type PhotoFormatRead = 'jpeg' | 'png' | 'webp' | 'avif';

export type PhotoRefusal =
  /** None of the formats that are taken. */
  | 'not-a-photo'
  /** As iPhones save it; it can't be decoded here. */
  | 'heic'
  /** A page, a script or an archive in the same bytes. */
  | 'hidden-content'
  | 'too-few-pixels'
  | 'too-many-pixels'
  | 'damaged';

const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

/** By its first bytes; what a name or a browser says of it counts for nothing. */
export function formatOf(bytes: Buffer): PhotoFormatRead | 'heic' | null {
  const text = (from: number, to: number): string => bytes.toString('latin1', from, to);
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(4, 8) !== 'ftyp') return null;
  const boxLength = Math.min(bytes.readUInt32BE(0), 256);
  const brands = [text(8, 12), ...(text(16, boxLength).match(/.{4}/gs) ?? [])];
  if (brands.includes('avif')) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? 'heic' : null;
}

/** Long enough that no compressed pixels read like it by chance. */
const MARKUP = /<script[\s>]|<html[\s>]|<!doctype\s|<iframe\s|<svg\s|<\?php\s|<body[\s>]/i;
/** Readers of PDF look for its beginning in the first kilobyte. */
const PDF_WITHIN = 1024;
const ARCHIVE_END = Buffer.from('PK\x05\x06', 'latin1');
const ARCHIVE_END_LENGTH = 22;

export function hidesSomething(bytes: Buffer): boolean {
  return (
    MARKUP.test(bytes.toString('latin1')) || bytes.subarray(0, PDF_WITHIN).includes('%PDF-') || endsAsArchive(bytes)
  );
}

function endsAsArchive(bytes: Buffer): boolean {
  const at = bytes.lastIndexOf(ARCHIVE_END);
  if (at === -1 || at + ARCHIVE_END_LENGTH > bytes.length) return false;
  return at + ARCHIVE_END_LENGTH + bytes.readUInt16LE(at + 20) === bytes.length;
}
