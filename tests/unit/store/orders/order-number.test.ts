import {
  isOrderNumber,
  makeOrderNumber,
  readOrderNumber,
  readPartOfOrderNumber,
} from '../../../../server/store/orders/order-number';

test('a number has ten characters that nobody misreads', () => {
  for (let i = 0; i < 1_000; i++) expect(makeOrderNumber()).toMatch(/^EA-[0-9A-HJKMNP-TV-Z]{10}$/);
});

test('every character is drawn as often as any other', () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const counts = new Map<string, number>();
  for (let start = 0; start < 256; start += 8) {
    const number = makeOrderNumber(() => everyByte.slice(start, start + 8));
    for (const character of number.slice(3)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  expect(counts.size).toBe(32);
  expect(new Set(counts.values())).toEqual(new Set([8]));
});

test('a hundred thousand numbers are all different', () => {
  const numbers = new Set(Array.from({ length: 100_000 }, () => makeOrderNumber()));
  expect(numbers.size).toBe(100_000);
});

test('a number is read as people type it', () => {
  for (const typed of ['EA-7K2M9QX4TB', 'ea-7k2m9qx4tb', ' 7K2M9QX4TB ', 'EA7K2M9QX4TB', 'EA-7K2M9 QX4TB']) {
    expect(readOrderNumber(typed)).toBe('EA-7K2M9QX4TB');
  }
  expect(readOrderNumber('EA-OIL0000000')).toBe('EA-0110000000');
  expect(readOrderNumber('EAEAEAEAEA')).toBe('EA-EAEAEAEAEA');
});

test('what is no number is not read as one', () => {
  for (const typed of ['', 'EA-', 'EA-7K2M9QX4T', 'EA-7K2M9QX4TBB', 'XX-7K2M9QX4TB', 'EA-7K2M9QX4T!', "EA-' or 1=1"]) {
    expect(readOrderNumber(typed)).toBeNull();
  }
  expect(isOrderNumber('EA-7K2M9QX4TU')).toBe(false);
  expect(isOrderNumber('ea-7k2m9qx4tb')).toBe(false);
});

test('a part of a number is read as a whole one is, and a word without a digit is none', () => {
  expect(readPartOfOrderNumber('ea-O1')).toBe('EA01');
  expect(readPartOfOrderNumber('m9 oil')).toBe('M9011');
  expect(readPartOfOrderNumber('OILOILOILO')).toBe('0110110110');
  for (const typed of ['', 'O', 'Lil', 'LUX-50', '이O1', '0123', '7K2M9QX4TB', 'O1_', 'OIL0000000000']) {
    expect([typed, readPartOfOrderNumber(typed)]).toEqual([typed, null]);
  }
});
