/** What somebody sent: text, a workbook, or something that can be told what to be saved as. */
import { FileFault } from './fault';
import { isArchive, namesIn } from './workbook/archive';

/** What Windows kept files in before: old workbooks, and new ones with a password. */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const LOCKED = Buffer.from('EncryptedPackage', 'utf16le');

const OTHERS = ['%PDF', '\x89PNG', '\xff\xd8\xff', 'GIF8', '7z\xbc\xaf', 'Rar!', '\x1f\x8b'].map((signature) =>
  Buffer.from(signature, 'latin1'),
);

/** Programs for shops give such files the name .xls. */
const WEB_TABLE = /^(\xef\xbb\xbf)?\s*<(!doctype|\?xml|html|head|meta|style|table)\b/i;

/** @throws FileFault */
export function kindOf(bytes: Buffer): 'csv' | 'xlsx' {
  if (bytes.subarray(0, COMPOUND.length).equals(COMPOUND)) {
    if (bytes.includes(LOCKED)) throw new FileFault('lockedWorkbook');
    throw new FileFault('oldWorkbook');
  }
  if (isArchive(bytes)) {
    if (namesIn(bytes).includes('xl/workbook.xml')) return 'xlsx';
    throw new FileFault('otherKind');
  }
  if (OTHERS.some((signature) => bytes.subarray(0, signature.length).equals(signature)))
    throw new FileFault('otherKind');
  if (WEB_TABLE.test(bytes.toString('latin1', 0, 512))) throw new FileFault('webTable');
  return 'csv';
}
