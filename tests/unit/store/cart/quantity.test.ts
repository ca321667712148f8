import {
  formAddedQuantity,
  formLineQuantity,
  formVariantId,
  jsonAddedQuantity,
  jsonLineQuantity,
  jsonVariantId,
} from '../../../../server/store/cart/quantity';
import { readGoods } from '../../../../server/storefront/cart/forms';

const neverANumber: readonly unknown[] = [
  '',
  ' ',
  '0',
  '-1',
  '+1',
  '1.5',
  '1.0',
  '1,0',
  '1e3',
  '1e0',
  '0x1',
  '01',
  ' 5',
  '5 ',
  '5\n',
  '５',
  '٥',
  'NaN',
  'Infinity',
  'five',
  '1000000000',
  '99999999999999999999',
  ['5'],
  ['1', '2'],
  [],
  {},
  { valueOf: 5 },
  null,
  undefined,
  true,
  false,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0,
  1.5,
  1e9,
];

test.each(neverANumber.map((value) => [value]))('%p is no quantity, from a form or a script', (value) => {
  for (const quantity of [formAddedQuantity, formLineQuantity, jsonAddedQuantity, jsonLineQuantity]) {
    expect(quantity.safeParse(value).success).toBe(false);
  }
});

test('a form sends text and a script a number, and neither may send the other', () => {
  expect(formAddedQuantity.parse('5')).toBe(5);
  expect(formAddedQuantity.safeParse(5).success).toBe(false);
  expect(jsonAddedQuantity.parse(5)).toBe(5);
  expect(jsonAddedQuantity.safeParse('5').success).toBe(false);
});

test('one click adds ten at most, a line holds twenty', () => {
  const accepts = (quantity: { safeParse(value: unknown): { success: boolean } }, values: readonly unknown[]) =>
    values.map((value) => quantity.safeParse(value).success);
  expect(accepts(formAddedQuantity, ['1', '10', '11', '20'])).toEqual([true, true, false, false]);
  expect(accepts(jsonAddedQuantity, [1, 10, 11, 20])).toEqual([true, true, false, false]);
  expect(accepts(formLineQuantity, ['1', '20', '21'])).toEqual([true, true, false]);
  expect(accepts(jsonLineQuantity, [1, 20, 21])).toEqual([true, true, false]);
});

test('an id that Postgres could not hold is refused before it gets there', () => {
  expect(formVariantId.parse('2147483647')).toBe(2_147_483_647);
  expect(formVariantId.safeParse('2147483648').success).toBe(false);
  expect(jsonVariantId.safeParse(2_147_483_648).success).toBe(false);
  expect(formVariantId.safeParse('1; drop table variants').success).toBe(false);
});

test('fields that the form does not have are left unread', () => {
  const form = readGoods({ variant_id: '7', quantity: '2', price: '1', cart_id: 'another', stock: '99' }, 'add');
  expect(form).toEqual({ ok: true, goods: { variantId: 7, quantity: 2 } });
});

test('a body that is no form names no goods', () => {
  for (const body of [undefined, null, 'variant_id=1', 5, []]) {
    expect(readGoods(body, 'add')).toEqual({ ok: false, variantId: null });
  }
});
