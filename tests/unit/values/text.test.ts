import fc from 'fast-check';
import { email, isPlainAddress, misspelt } from '../../../server/values/email';
import { readOrNull } from '../../../server/values/reading';
import { asSeen, line, searchWords, text } from '../../../server/values/text';

test.each([
  ['가'.normalize('NFD'), '가'],
  ['\u202A010-1234-5678\u202C', '010-1234-5678'],
  ['향\u200B수\uFEFF', '향수'],
  ['\u3164\u3164', ''],
  ['\u2800', ''],
  ['\u115F\u1160', ''],
  ['\u200D', ''],
  ['e\u200B\u0301', 'é'.normalize('NFC')],
  ['👩\u200D🔬', '👩\u200D🔬'],
  ['a\r\nb\u2028c', 'a\nb\nc'],
])('%j is seen as %j', (typed, seen) => {
  expect(asSeen(typed)).toBe(seen);
});

test('of a search nothing is left that can’t be seen', () => {
  expect(searchWords('\0\u{E0080}')).toBeNull();
});

test('a line has single blanks and no end in it; a text may have several', () => {
  expect(line(80)(' 서울\t종로구  1 ')).toBe('서울 종로구 1');
  expect(() => line(80)('a\nb')).toThrow('characters');
  expect(text(80)('a\nb')).toBe('a\nb');
});

test('whatever is typed, a line shows something, in its length, and reads as itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      const kept = readOrNull(line(20, { required: true }), typed);
      if (kept === null) return;
      expect(kept).toMatch(/(?!\p{Default_Ignorable_Code_Point})\S/u);
      expect(Array.from(kept).length).toBeLessThanOrEqual(20);
      expect(line(20)(kept)).toBe(kept);
    }),
  );
});

test('of what is looked for as many letters count as there is room for, none of them cut in two', () => {
  expect(searchWords('🌧'.repeat(61))).toBe('🌧'.repeat(60));
  expect(searchWords('향\u200B수\0')).toBe('향수');
  expect(searchWords(['a'])).toBeNull();
});

test.each([
  ['Haneul@Example.COM', 'haneul@example.com'],
  ['a&b/c=d@example.com', 'a&b/c=d@example.com'],
  ["o'brien+x@mail.example.co.kr", "o'brien+x@mail.example.co.kr"],
  ['ｈａｎｅｕｌ＠ｎａｖｅｒ．ｃｏｍ', 'haneul@naver.com'],
  ['haneul@\u200Bnaver.com', 'haneul@naver.com'],
  ['haneul@우전.한국', 'haneul@xn--vo5biy.xn--3e0b707e'],
  ['haneul@bücher.example', 'haneul@xn--bcher-kva.example'],
  ['a@1.2.3.kr', 'a@1.2.3.kr'],
])('%s is the mailbox %s', (typed, mailbox) => {
  expect(email(typed)).toBe(mailbox);
  expect(isPlainAddress(mailbox)).toBe(true);
});

test.each([
  'haneul',
  'haneul@',
  '@example.com',
  'a@b',
  'a b@example.com',
  'a..b@example.com',
  '.a@example.com',
  'a.@example.com',
  '한글@example.com',
  'a@127.0.0.1',
  'a@-b.kr',
  'a@b.kr/c',
  'a@한국.kr:80',
  'a@b@c.kr',
  '"a"@b.kr',
  `${'a'.repeat(65)}@b.kr`,
])('%s is none', (typed) => {
  expect(() => email(typed)).toThrow('email');
});

test.each([
  ['a@gmial.com', 'gmail.com'],
  ['a@gmail.co', 'gmail.com'],
  ['a@gmail.con', 'gmail.com'],
  ['a@gamil.com', 'gmail.com'],
  ['a@navr.com', 'naver.com'],
  ['a@naverr.com', 'naver.com'],
  ['a@gmail.com', null],
  ['a@ymail.com', null],
  ['a@yahoo.co.jp', null],
  ['a@example.com', null],
  ['a@hotmail.co.kr', null],
])('%s: meant %s', (mailbox, meant) => {
  expect(misspelt(mailbox)).toBe(meant);
});
