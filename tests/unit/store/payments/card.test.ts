import { answerToCard } from '../../../../server/store/payments/test-provider/card';

test('the approved card pays, however its digits are grouped', () => {
  for (const number of ['4242424242424242', '4242 4242 4242 4242', '4242-4242-4242-4242']) {
    expect(answerToCard(number)).toBe('paid');
  }
});

test('the declined card is declined', () => {
  expect(answerToCard('4000 0000 0000 0002')).toBe('declined');
});

test.each([
  '',
  '4242',
  '42424242424242420',
  '4111111111111111',
  '４２４２４２４２４２４２４２４２',
  '4242\n4242 4242 4242',
])('%p is a card nobody knows', (number) => {
  expect(answerToCard(number)).toBe('unknown-card');
});
