import { FileFault } from '../../../../server/desk/files/fault';
import { kindOf } from '../../../../server/desk/files/kinds';
import { archiveOf, workbookParts } from '../../../setup/archive';

const compound = (...streams: string[]): Buffer =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(1_016),
    ...streams.map((name) => Buffer.from(name, 'utf16le')),
  ]);

test.each([
  ['a workbook', archiveOf(workbookParts([''])), 'xlsx'],
  ['a CSV', Buffer.from('sku,price\n'), 'csv'],
  ['a CSV with a mark', Buffer.from('\uFEFFsku,price\n'), 'csv'],
  ['Excel’s Unicode text', Buffer.from('\uFEFFsku\tprice', 'utf16le'), 'csv'],
  ['a CSV that begins with a sign of XML', Buffer.from('<name>,price\n'), 'csv'],
  ['nothing', Buffer.alloc(0), 'csv'],
  ['two letters', Buffer.from('PK'), 'csv'],
])('%s is told by what is in it', (_what, bytes, kind) => expect(kindOf(bytes)).toBe(kind));

test.each([
  ['a workbook of before 2007', compound('Workbook'), 'oldWorkbook'],
  ['a workbook with a password', compound('EncryptionInfo', 'EncryptedPackage'), 'lockedWorkbook'],
  ['a web page that is called .xls', Buffer.from('\uFEFF\r\n<html xmlns:x="urn:schemas-microsoft-com">'), 'webTable'],
  ['a table of a web page', Buffer.from('<TABLE border=1><tr>'), 'webTable'],
  ['an XML spreadsheet', Buffer.from('<?xml version="1.0"?><Workbook>'), 'webTable'],
  [
    'an OpenDocument spreadsheet',
    archiveOf([
      { name: 'mimetype', content: 'x' },
      { name: 'content.xml', content: '' },
    ]),
    'otherKind',
  ],
  ['a binary workbook', archiveOf([{ name: 'xl/workbook.bin', content: 'x' }]), 'otherKind'],
  ['a PDF', Buffer.from('%PDF-1.7'), 'otherKind'],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'otherKind'],
  ['a damaged archive', Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(100)]), 'workbookDamaged'],
])('%s is refused with what to do', (_what, bytes, code) => {
  let fault: unknown;
  try {
    kindOf(bytes);
  } catch (error) {
    fault = error;
  }
  expect(fault).toBeInstanceOf(FileFault);
  expect((fault as FileFault).code).toBe(code);
});
