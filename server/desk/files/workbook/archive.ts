/** What a ZIP says of itself (APPNOTE.TXT 4.3), read before any of it is unpacked. */
import { FileFault } from '../fault';

const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;

const ENCRYPTED = 1;
/** The sizes stand behind the content. */
const SIZES_FOLLOW = 8;
const DEFLATED = 8;

/** What a whole workbook may unpack to: 50,000 rows of a product file come to about 40 MB. */
export const MOST_UNPACKED_BYTES = 64 * 1024 * 1024;
const MOST_ENTRIES = 500;

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
}

export const isArchive = (bytes: Buffer): boolean => bytes.length > END_BYTES && bytes.readUInt32LE(0) === LOCAL_FILE;

/** @throws FileFault */
export function namesIn(bytes: Buffer): readonly string[] {
  return entriesIn(bytes).map(({ name }) => name);
}

/**
 * What is unpacked later is held to the sizes said here, so they are all there is to ask; but each must be said.
 * @throws FileFault for an archive that could unpack to more than we hold
 */
export function checkArchive(bytes: Buffer): void {
  const entries = entriesIn(bytes);
  const sum = (one: (entry: Entry) => number): number => entries.reduce((all, entry) => all + one(entry), 0);
  if (entries.some(({ flags }) => flags & ENCRYPTED)) throw new FileFault('lockedWorkbook');
  if (sum(({ unpacked }) => unpacked) > MOST_UNPACKED_BYTES) throw new FileFault('workbookLarge');
  const isTwice = new Set(entries.map(({ name }) => name)).size < entries.length;
  // Entries that lie over one another unpack the same bytes again and again.
  if (isTwice || !entries.every(isSound) || sum(({ packed }) => packed) > bytes.length) {
    throw new FileFault('workbookDamaged');
  }
}

function isSound({ flags, method, packed, unpacked }: Entry): boolean {
  if (packed === 0) return unpacked === 0 && (flags & SIZES_FOLLOW) === 0;
  if (method !== DEFLATED) return method === 0 && packed === unpacked;
  // Deflate of nothing takes two bytes.
  return unpacked > 0 || packed === 2;
}

function entriesIn(bytes: Buffer): readonly Entry[] {
  const end = bytes.length - END_BYTES;
  // A comment behind it could hold another end, which another reader would take for the right one.
  if (end < 0 || bytes.readUInt32LE(end) !== END) throw new FileFault('workbookDamaged');
  const count = bytes.readUInt16LE(end + 10);
  // What is too large for its field stands in other records (ZIP64), in which other entries could be named.
  if (count > MOST_ENTRIES || bytes.readUInt32LE(end + 12) > bytes.length) throw new FileFault('workbookLarge');
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (entries.length < count) {
    if (at + CENTRAL_BYTES > end || bytes.readUInt32LE(at) !== CENTRAL_FILE) throw new FileFault('workbookDamaged');
    const nameBytes = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
    });
    at += CENTRAL_BYTES + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
