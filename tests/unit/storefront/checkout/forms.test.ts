import { checkForm, readHidden, typedValues } from '../../../../server/storefront/checkout/forms';
import { TYPED } from '../../../setup/visitor';

const offered = ['test', 'bank'] as const;
const errorsOf = (fields: Record<string, unknown>) => {
  const form = checkForm({ ...TYPED, ...fields }, offered);
  return form.ok ? {} : form.errors;
};

test('a filled form becomes a request, tidied', () => {
  const form = checkForm(
    { ...TYPED, recipient: '  김  하늘 ', phone: '+82 10 1234 5678', postcode: '０３０ 45' },
    offered,
  );
  expect(form).toEqual({
    ok: true,
    value: {
      email: 'haneul@example.com',
      address: {
        recipient: '김 하늘',
        phone: '010-1234-5678',
        postcode: '03045',
        line1: '서울특별시 종로구 세종로 1',
        line2: '101동 202호',
        deliveryNote: '문 앞에 놓아 주세요',
      },
      paymentMethod: 'test',
      depositor: null,
    },
  });
});

test('the second line and the note may stay empty', () => {
  expect(errorsOf({ address_line2: '', delivery_note: undefined })).toEqual({});
});

test.each([
  ['a line end that forges a mail header', 'Kim\r\nBcc: everybody@example.com'],
  ['a lone line feed', 'Kim\nHaneul'],
  ['a null byte', 'Kim\u0000'],
  ['an escape', 'Kim\u001b[2J'],
  ['a line separator', 'Kim\u2028Haneul'],
  ['what is left of bytes that were no text', 'Kim\ufffd'],
])('%s is refused in every field of text', (_, text) => {
  for (const name of ['email', 'recipient', 'phone', 'postcode', 'address_line1', 'address_line2', 'delivery_note']) {
    expect(errorsOf({ [name]: text })).toEqual({ [name]: { code: 'characters' } });
  }
});

test('a text that is too long is refused with how long it may be, never cut', () => {
  expect(errorsOf({ recipient: '가'.repeat(40) })).toEqual({});
  expect(errorsOf({ recipient: '가'.repeat(41) })).toEqual({ recipient: { code: 'long', values: { most: 40 } } });
  expect(errorsOf({ delivery_note: '가'.repeat(101) })).toEqual({
    delivery_note: { code: 'long', values: { most: 100 } },
  });
});

test('what looks misspelt is asked about once, with whatever else is wrong, and taken where it comes again', () => {
  const email = 'Haneul@gmial.com';
  const misspelt = { code: 'misspelt', values: { domain: 'gmail.com' } };
  expect(errorsOf({ email, phone: '1' })).toEqual({ email: misspelt, phone: { code: 'phone' } });
  expect(errorsOf({ email, email_asked: 'haneul@gmial.com' })).toEqual({});
  expect(errorsOf({ email: 'haneul@gmali.com', email_asked: email })).toEqual({ email: misspelt });
});

test.each(['haneul', 'haneul@', '@example.com', 'a b@example.com', 'a@b', 'a@example.com, b@example.com', '<a@b.kr>'])(
  '%s is no e-mail address',
  (email) => {
    expect(errorsOf({ email })).toEqual({ email: { code: 'email' } });
  },
);

test.each(['1234', '123456', '1234a', '-1234', '12 34', ''])('%p is no postcode', (postcode) => {
  expect(errorsOf({ postcode })).toEqual({ postcode: { code: 'postcode' } });
});

test('only what is offered can be chosen', () => {
  const form = checkForm({ ...TYPED, payment_method: 'test' }, ['bank']);
  expect(form).toEqual({ ok: false, errors: { payment_method: { code: 'payment_method' } } });
  expect(errorsOf({ payment_method: 'gift' })).toEqual({ payment_method: { code: 'payment_method' } });
});

test('a field that comes twice is refused, and shown again as empty', () => {
  expect(Object.keys(errorsOf({ recipient: ['a', 'b'], payment_method: ['test', 'bank'] }))).toEqual([
    'recipient',
    'payment_method',
  ]);
  expect(typedValues({ recipient: ['a', 'b'] }).recipient).toBe('');
});

test('the attempt is an id or nothing', () => {
  const attempt = '6b0f1d7e-6f0a-4b47-9a53-3f4c0a4f8f11';
  expect(readHidden({ attempt }).attempt).toBe(attempt);
  for (const wrong of [undefined, '', 'x', "' or 1=1", [attempt]]) {
    expect(readHidden({ attempt: wrong }).attempt).toBeNull();
  }
});
