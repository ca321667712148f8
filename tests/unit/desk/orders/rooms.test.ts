/** What the desk makes of typed orders and parcels, before anything is asked of the database. */
import { manualForm, readLines } from '../../../../server/desk/orders/manual/forms';
import type { Goods } from '../../../../server/desk/orders/manual/model';
import { readWriting } from '../../../../server/desk/orders/manual/writing';
import { shipView } from '../../../../server/desk/orders/parcels/presenter';
import { translateTo } from '../../../../server/desk/texts';
import type { StoredOrder } from '../../../../server/store/orders/model';

describe('an order that is written down', () => {
  const NOW = new Date('2026-11-23T03:00:00Z');
  const goods = new Map([[7, { variantId: 7, sku: 'A-10', price: 28_000, stock: 3 } as Goods]]);
  const facts = { goods, offered: ['bank' as const], delivery: { fee: 3_000, freeFrom: 50_000 }, now: NOW };
  const typed = (more: Record<string, string>) =>
    manualForm.parse({
      ...{ attempt: '0d1c2b3a-0000-4000-8000-000000000001', variant: '7', quantity: '1', price: '', reason: 'listed' },
      ...{ recipient: '정보리', phone: '010-2222-3333', postcode: '03045', address_line1: '서울 종로구 1' },
      ...{ payment_method: 'bank', deadline: '24', expected_total: '31000', ...more },
    });
  const read = (more: Record<string, string> = {}) => {
    const form = typed(more);
    return readWriting(form, readLines(form), facts);
  };

  test('is what was typed, with what it comes to and when it is due', () => {
    expect(read()).toMatchObject({
      value: {
        lines: [{ variantId: 7, quantity: 1, unitPrice: null }],
        deliveryFee: 3_000,
        expectedTotal: 31_000,
        paymentDueAt: new Date('2026-11-24T03:00:00Z'),
      },
    });
  });

  test.each([
    ['of another sum than was shown', { expected_total: '30000' }, { problems: ['changed'] }],
    ['without a way to pay', { payment_method: 'test' }, { problems: ['method'] }],
    ['for nobody', { recipient: ' ' }, { buyerErrors: { recipient: expect.anything() as unknown }, problems: [] }],
    ['of more than there is', { quantity: '4' }, { problems: [] }],
  ])('is not made %s', (_, more: Record<string, string>, faults) => {
    expect(read(more)).toMatchObject({ faults });
  });
});

test('parcels of orders that wait to be sent have a row, the others are named', () => {
  const address = { recipient: '정보리', line1: '서울 종로구 1' };
  const order = (number: string, status: string) => ({ number, status, address }) as StoredOrder;
  const parcels = ['EA-1', 'EA-2', 'EA-3'].map((number) => ({ number, tracking: '' }));
  const errors = new Map([['EA-1', 'tracking-empty' as const]]);
  const view = shipView({ parcels, errors }, [order('EA-1', 'paid'), order('EA-2', 'shipped')], translateTo('en'));
  expect(view.rows).toMatchObject([{ number: 'EA-1', recipient: '정보리', where: '서울 종로구 1' }]);
  expect(view.rows[0]!.error).toBe(translateTo('en')('deskOrders:errors.tracking-empty'));
  expect(view.gone).toContain('EA-2, EA-3');
});
